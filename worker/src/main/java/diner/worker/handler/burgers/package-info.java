/** The waiting kind: burgers from a kitchen, over HTTP. */
@NullMarked
package diner.worker.handler.burgers;

import org.jspecify.annotations.NullMarked;

/** What others may see of a running worker: its health and its meters, over HTTP. */
@NullMarked
package diner.worker.observe;

import org.jspecify.annotations.NullMarked;

/** How a kind of job is written: implement one of the handler styles, list it for ServiceLoader. */
@NullMarked
package diner.worker.handler;

import org.jspecify.annotations.NullMarked;

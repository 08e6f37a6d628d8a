/** Where jobs run: the waiting lane on the event loop, the computing lane on the cleaners. */
@NullMarked
package diner.worker.lane;

import org.jspecify.annotations.NullMarked;

/** The page that shows the work, fed by the replies and the lag alone, so it needs no worker. */
@NullMarked
package diner.producer.dashboard;

import org.jspecify.annotations.NullMarked;

/** The command line that enqueues jobs and awaits their replies: entry, connection, errors. */
@NullMarked
package diner.producer;

import org.jspecify.annotations.NullMarked;

/** {@code compare}: both kinds one at a time, overlapped and in parallel, measured and drawn. */
@NullMarked
package diner.producer.compare;

import org.jspecify.annotations.NullMarked;

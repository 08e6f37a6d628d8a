/** Dead letters: which there are, what one holds, and how they become jobs again. */
@NullMarked
package diner.producer.dead;

import org.jspecify.annotations.NullMarked;

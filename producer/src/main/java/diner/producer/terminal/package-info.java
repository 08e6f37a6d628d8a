/** What only a person at a terminal sees. */
@NullMarked
package diner.producer.terminal;

import org.jspecify.annotations.NullMarked;

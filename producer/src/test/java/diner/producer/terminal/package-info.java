/** Tests. */
@NullMarked
package diner.producer.terminal;

import org.jspecify.annotations.NullMarked;

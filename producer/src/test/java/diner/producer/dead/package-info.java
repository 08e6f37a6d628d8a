/** Tests. */
@NullMarked
package diner.producer.dead;

import org.jspecify.annotations.NullMarked;

/** Tests. */
@NullMarked
package diner.producer.compare;

import org.jspecify.annotations.NullMarked;

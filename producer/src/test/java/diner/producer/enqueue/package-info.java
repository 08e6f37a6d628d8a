/** Tests. */
@NullMarked
package diner.producer.enqueue;

import org.jspecify.annotations.NullMarked;

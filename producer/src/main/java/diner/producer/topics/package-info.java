/** Making and describing Diner's topics. */
@NullMarked
package diner.producer.topics;

import org.jspecify.annotations.NullMarked;

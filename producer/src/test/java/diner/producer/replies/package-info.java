/** Tests. */
@NullMarked
package diner.producer.replies;

import org.jspecify.annotations.NullMarked;

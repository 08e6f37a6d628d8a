/** Tests. */
@NullMarked
package diner.producer.dashboard;

import org.jspecify.annotations.NullMarked;

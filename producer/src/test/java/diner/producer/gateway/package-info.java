/** Tests. */
@NullMarked
package diner.producer.gateway;

import org.jspecify.annotations.NullMarked;

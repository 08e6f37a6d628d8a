/** How far the workers are behind: reading it from Kafka, computing it, showing it. */
@NullMarked
package diner.producer.lag;

import org.jspecify.annotations.NullMarked;

/** Putting jobs on Kafka: where they come from, how they are checked and sent, what is reported. */
@NullMarked
package diner.producer.enqueue;

import org.jspecify.annotations.NullMarked;

/** From a batch to Kafka: publish these records, then commit these offsets. */
@NullMarked
package diner.worker.publish;

import org.jspecify.annotations.NullMarked;

/** Kafka as Diner uses it: connection settings, topics, and the mapping of records. */
@NullMarked
package diner.shared.kafka;

import org.jspecify.annotations.NullMarked;

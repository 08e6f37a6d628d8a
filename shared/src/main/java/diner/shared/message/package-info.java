/**
 * What travels through Kafka, as plain data: jobs, payloads, replies and their JSON. Knows no Kafka
 * type.
 */
@NullMarked
package diner.shared.message;

import org.jspecify.annotations.NullMarked;

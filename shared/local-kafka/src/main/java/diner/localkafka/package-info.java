/**
 * The genuine Apache Kafka broker as a single node in this JVM: for tests and people without
 * Docker.
 */
@NullMarked
package diner.localkafka;

import org.jspecify.annotations.NullMarked;

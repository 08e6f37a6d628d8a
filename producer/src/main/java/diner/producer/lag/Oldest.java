package diner.producer.lag;

import diner.shared.message.Turn;
import java.time.Instant;

/**
 * The oldest unfinished job of a partition.
 *
 * @param timestamp when its record was made
 */
record Oldest(Turn turn, String jobId, Instant timestamp) {}

package diner.worker.flow;

import java.time.Instant;

/**
 * What intake says of itself once a turn.
 *
 * @param at when it said so
 * @param isMember whether it has been given its share of the partitions, which may be none
 * @param isKafkaAway whether it has no connection
 * @param isStopping whether it starts nothing more
 */
public record Pulse(Instant at, boolean isMember, boolean isKafkaAway, boolean isStopping) {}

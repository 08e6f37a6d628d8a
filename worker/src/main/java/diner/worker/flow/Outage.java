package diner.worker.flow;

import java.time.Instant;

/**
 * A kind whose jobs wait, since the service behind it is away or refuses everybody.
 *
 * @param since when its gate was shut
 */
public record Outage(String kind, Instant since) {}

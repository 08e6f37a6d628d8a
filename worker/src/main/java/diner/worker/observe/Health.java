package diner.worker.observe;

import diner.worker.flow.Pulse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges the worker by intake's last pulse. Written by intake, read by the HTTP server: one
 * reference is all they share.
 */
public final class Health {

  /** A turn takes a second at most, and a revoked partition's grace on top. */
  private static final Duration LONGEST_TURN = Duration.ofSeconds(30);

  private final InstantSource clock;
  private volatile @Nullable Pulse last;

  public Health(InstantSource clock) {
    this.clock = clock;
  }

  /** Takes the pulse of a turn. */
  public void beat(Pulse pulse) {
    last = pulse;
  }

  /** Why the worker should be restarted; empty where it lives. */
  public Optional<String> whyNotLive() {
    var pulse = last;
    return pulse == null || isRecent(pulse.at())
        ? Optional.empty()
        : Optional.of("intake has not turned since " + pulse.at());
  }

  /** Why the worker takes no jobs at the moment; empty where it does. */
  public Optional<String> whyNotReady() {
    var pulse = last;
    if (pulse == null) {
      return Optional.of("waiting for Kafka");
    }
    if (pulse.isStopping()) {
      return Optional.of("stopping");
    }
    if (pulse.isKafkaAway()) {
      return Optional.of("Kafka is away");
    }
    if (!pulse.isMember()) {
      return Optional.of("joining its group");
    }
    return whyNotLive();
  }

  private boolean isRecent(Instant at) {
    return Duration.between(at, clock.instant()).compareTo(LONGEST_TURN) < 0;
  }
}

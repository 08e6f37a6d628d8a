package diner.worker.observe;

import diner.worker.flow.Outage;
import diner.worker.flow.Pulse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Judges the worker by intake's last pulse, by when its event loops turned last, and by its
 * cleaners. Written by those, read by the HTTP server; they share no more than that.
 */
public final class Health {

  /** A turn takes a second at most; more is for a machine that is not its own. */
  private static final Duration LONGEST_TURN = Duration.ofSeconds(30);

  private final InstantSource clock;
  private final Set<String> kinds;
  private final Duration longestTurn;
  private final Map<String, Instant> loops = new ConcurrentHashMap<>();
  private volatile @Nullable Pulse last;
  private volatile Stuck stuck = new Stuck(() -> 0, 1);

  private record Stuck(IntSupplier cleaners, int of) {}

  /**
   * @param kinds those the worker has a handler for
   * @param revokeGrace how long a turn of intake may wait for jobs of a partition that is taken
   *     away
   */
  public Health(InstantSource clock, Set<String> kinds, Duration revokeGrace) {
    this.clock = clock;
    this.kinds = Set.copyOf(kinds);
    this.longestTurn = LONGEST_TURN.plus(revokeGrace);
  }

  /** Takes the pulse of a turn. */
  public void beat(Pulse pulse) {
    last = pulse;
  }

  /** An event loop turned; told several times a second. */
  void loopTurned(String loop) {
    loops.put(loop, clock.instant());
  }

  /**
   * Looks at the cleaners, too.
   *
   * @param stuckCleaners how many are taken by work whose time is over
   * @param cleaners how many there are
   */
  public void watch(IntSupplier stuckCleaners, int cleaners) {
    stuck = new Stuck(stuckCleaners, cleaners);
  }

  /** Why the worker should be restarted; empty where it lives. */
  public Optional<String> whyNotLive() {
    var pulse = last;
    if (pulse != null && !isWithin(longestTurn, pulse.at())) {
      return Optional.of("intake has not turned since " + pulse.at());
    }
    for (var loop : loops.entrySet()) {
      if (!isWithin(LONGEST_TURN, loop.getValue())) {
        return Optional.of("%s has not turned since %s".formatted(loop.getKey(), loop.getValue()));
      }
    }
    return stuck.cleaners().getAsInt() < stuck.of() ? Optional.empty() : Optional.of(saidOfStuck());
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
    if (!pulse.outages().isEmpty()
        && kindsOf(pulse.outages()).collect(Collectors.toSet()).containsAll(kinds)) {
      return Optional.of(said(pulse.outages()));
    }
    return whyNotLive();
  }

  /** What a worker that is ready says: that it is, and what of it does not work nevertheless. */
  public String ready() {
    var pulse = last;
    var said = new StringJoiner("; ").add("ok");
    if (pulse != null && !pulse.outages().isEmpty()) {
      said.add(said(pulse.outages()));
    }
    if (stuck.cleaners().getAsInt() > 0) {
      said.add(saidOfStuck());
    }
    return said.toString();
  }

  private String saidOfStuck() {
    return "%d of %d cleaners are taken by jobs that go on though their time is over"
        .formatted(stuck.cleaners().getAsInt(), stuck.of());
  }

  private static String said(List<Outage> outages) {
    return outages.stream()
        .sorted(Comparator.comparing(Outage::kind))
        .map(outage -> "%s waits for its service since %s".formatted(outage.kind(), outage.since()))
        .collect(Collectors.joining(", ", "outage: ", ""));
  }

  private static Stream<String> kindsOf(List<Outage> outages) {
    return outages.stream().map(Outage::kind);
  }

  private boolean isWithin(Duration limit, Instant at) {
    return Duration.between(at, clock.instant()).compareTo(limit) < 0;
  }
}

package diner.producer.dashboard;

import diner.producer.lag.Look;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what the page shows, from replies and looks at the lag. Counts are exact; all it holds is
 * bounded, whatever comes. Owned by the thread {@code dashboard}.
 */
final class Board {

  /** So far the plots go back. */
  static final Duration HISTORY = Duration.ofMinutes(10);

  /**
   * What a state repeats of the plots, since a reply may be seen late: its transaction was open.
   */
  private static final int REPEATED_SECONDS = 20;

  private final State.Names names;
  private final Instant since;
  private final Kinds kinds = new Kinds();
  private final Batches batches = new Batches();
  private final Failures failures = new Failures();
  private final Throughput throughput = new Throughput();
  private final Latencies latencies = new Latencies(HISTORY.plusMinutes(1));
  private final Bars bars = new Bars();
  private final Behind behind = new Behind();
  private long done;
  private long failed;
  private long expired;
  private long unreadable;
  private boolean isCaughtUp;

  /**
   * @param since from when on there are replies
   */
  Board(State.Names names, Instant since) {
    this.names = names;
    this.since = since;
  }

  void onReply(Answered answered, Instant now) {
    var reply = answered.reply();
    // A worker's clock may be ahead.
    var at = answered.at().isAfter(now) ? now : answered.at();
    switch (reply.status()) {
      case DONE -> done++;
      case FAILED -> failed++;
      case EXPIRED -> expired++;
    }
    throughput.answered(at);
    kinds.add(answered, at);
    batches.add(answered);
    failures.add(reply);
    bars.add(reply, now);
    if (answered.hasRun()) {
      latencies.add(at, answered.waited(), answered.ran());
    }
  }

  /** Somebody wrote a record to the reply topic that is no reply. */
  void onUnreadable() {
    unreadable++;
  }

  void onCaughtUp() {
    isCaughtUp = true;
  }

  void onLook(Look look) {
    var growth = behind.onLook(look);
    if (growth != null) {
      throughput.enqueued(growth.from(), growth.to(), growth.jobs());
    }
  }

  void onKafkaAway(String cause) {
    behind.onFailure(cause);
  }

  /** What changes: with the last seconds of the plots. */
  State state(Instant now) {
    return state(now, REPEATED_SECONDS);
  }

  /** All there is, for a page that knows nothing yet. */
  State wholeState(Instant now) {
    return state(now, Throughput.SECONDS - 1);
  }

  private State state(Instant now, int seconds) {
    return new State(
        now.toEpochMilli(),
        since.toEpochMilli(),
        isCaughtUp,
        behind.away(),
        names,
        new State.Figures(
            behind.workers(),
            behind.unfinished(),
            throughput.inRate(),
            throughput.outRate(now),
            done,
            failed,
            expired,
            unreadable),
        bars.drawn(),
        kinds.rows(now),
        behind.topics(),
        batches.rows(),
        failures.rows(),
        throughput.last(seconds, now),
        latencies.history(now, Duration.ofSeconds(seconds)));
  }

  /** The bars since the last time; null where there are none. */
  Bars.@Nullable Batch newBars(Instant now) {
    return bars.take(now);
  }

  Bars.Batch allBars(Instant now) {
    return bars.all(now);
  }
}

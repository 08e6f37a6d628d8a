package diner.producer.lag;

import diner.producer.lag.Lag.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last looks at one topic or partition, and what they say together. Owned by its {@link Trend}.
 * All of them are of one life of the topic: no number in it went backwards.
 */
final class History {

  /** Rates are those of so long at most, of two looks at least. */
  private static final Duration WINDOW = Duration.ofSeconds(10);

  private static final Duration STALLED_AFTER = Duration.ofSeconds(10);

  /** As many as the trend shows. */
  private static final int MOST_STEPS = 120;

  /** Less of a difference than this share of the larger rate is none: both go up and down. */
  private static final double NOTEWORTHY = 0.1;

  private static final double MILLIS = 1000;

  private final Deque<Step> steps = new ArrayDeque<>();
  private @Nullable Instant lastFinished;

  /**
   * One look.
   *
   * @param flow since the look before
   */
  record Step(Instant at, long unfinished, Flow flow) {}

  /** Jobs that came and jobs that were finished. */
  record Flow(long in, long out) {

    static final Flow NONE = new Flow(0, 0);

    Flow plus(Flow other) {
      return new Flow(in + other.in, out + other.out);
    }
  }

  void add(Step step) {
    if (lastFinished == null || step.flow().out() > 0 || step.unfinished() == 0) {
      lastFinished = step.at();
    }
    steps.addLast(step);
    if (steps.size() > MOST_STEPS) {
      steps.removeFirst();
    }
  }

  /** Empty before the second look. */
  Optional<Pace> pace() {
    if (steps.size() < 2) {
      return Optional.empty();
    }
    var now = steps.getLast();
    var window = window();
    var in = window.perSecond(window.flow.in());
    var out = window.perSecond(window.flow.out());
    var drain =
        now.unfinished() > 0 && out > in
            ? Duration.ofMillis(Math.round(now.unfinished() / (out - in) * MILLIS))
            : null;
    return Optional.of(new Pace(in, out, drain, steps.stream().map(Step::unfinished).toList()));
  }

  /** What several looks add to one that found nothing wrong. */
  Verdict verdict() {
    var now = steps.getLast();
    if (steps.size() < 2 || now.unfinished() == 0) {
      return Verdict.OK;
    }
    var still = Duration.between(lastFinished == null ? now.at() : lastFinished, now.at());
    if (still.compareTo(STALLED_AFTER) >= 0) {
      return new Verdict(Status.STALLED, "no job was finished for " + LagText.duration(still));
    }
    var flow = window().flow;
    var growth = flow.in() - flow.out();
    var least = Math.max(1, NOTEWORTHY * Math.max(flow.in(), flow.out()));
    if (growth > least) {
      return new Verdict(Status.BEHIND, "");
    }
    return -growth > least ? new Verdict(Status.CATCHING_UP, "") : Verdict.OK;
  }

  private record Window(Flow flow, double seconds) {

    double perSecond(long jobs) {
      return jobs / seconds;
    }
  }

  private Window window() {
    var now = steps.getLast().at();
    var flow = Flow.NONE;
    var newer = steps.descendingIterator();
    var step = newer.next();
    do {
      flow = flow.plus(step.flow());
      step = newer.next();
    } while (newer.hasNext() && Duration.between(step.at(), now).compareTo(WINDOW) < 0);
    return new Window(flow, Duration.between(step.at(), now).toMillis() / MILLIS);
  }
}

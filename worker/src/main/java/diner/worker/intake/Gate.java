package diner.worker.intake;

import diner.worker.flow.Assignment;
import diner.worker.flow.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds the jobs of one kind back while the service behind it is away or refuses everybody. It
 * shuts when nearly all of the last attempts were evidence of that, sends out single probes, and
 * opens when one is answered. Owned by intake. Invariant: while it is shut, at most one job of the
 * kind starts at a time; a probe that is lost frees its place.
 */
final class Gate {

  /** Of the last attempts that say something of the service, so many must be evidence. */
  private static final int PERCENT = 90;

  /** They are the bits of an int. */
  static final int MOST_ATTEMPTS = 30;

  static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** What a service may ask for at most: it may be back sooner than it thought. */
  static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(30);

  private sealed interface State {}

  /**
   * Jobs start.
   *
   * @param since what began before says nothing of the service as it is now
   */
  private record Open(Instant since) implements State {}

  /**
   * Jobs wait.
   *
   * @param pause from the end of a probe to the next
   * @param probe the job that is being tried; null where none is
   */
  private record Shut(Instant since, Duration pause, Instant nextProbe, @Nullable Ticket probe)
      implements State {

    Shut with(@Nullable Ticket otherProbe) {
      return new Shut(since, pause, nextProbe, otherProbe);
    }

    /** The probe is back and was of no help. */
    Shut withLongerPause(Instant now) {
      var doubled = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
      return new Shut(since, doubled, now.plus(doubled), null);
    }

    Shut notBefore(Instant time) {
      return time.isAfter(nextProbe) ? new Shut(since, pause, time, probe) : this;
    }
  }

  private final int judgedBy;
  private State state = new Open(Instant.MIN);

  /** The last attempts, a bit each, 1 for evidence; and how many there were. */
  private int evidence;

  private int attempts;

  /**
   * A gate that is open.
   *
   * @param judgedBy how many of the last attempts decide
   */
  Gate(int judgedBy) {
    this.judgedBy = judgedBy;
  }

  /** Since when it is shut; null where it is open. */
  @Nullable Instant shutSince() {
    return state instanceof Shut shut ? shut.since() : null;
  }

  boolean isShut() {
    return state instanceof Shut;
  }

  /** How many jobs may start. */
  int mayStart(Instant now) {
    return switch (state) {
      case Open _ -> Integer.MAX_VALUE;
      case Shut shut -> shut.probe() == null && !now.isBefore(shut.nextProbe()) ? 1 : 0;
    };
  }

  /** From when on jobs may start; null where that depends on a probe that is under way. */
  @Nullable Instant mayStartFrom() {
    return switch (state) {
      case Open _ -> Instant.MIN;
      case Shut shut -> shut.probe() == null ? shut.nextProbe() : null;
    };
  }

  /** These jobs start: no more than may. */
  void started(List<Ticket> tickets) {
    if (state instanceof Shut shut && !tickets.isEmpty()) {
      state = shut.with(tickets.getFirst());
    }
  }

  boolean isProbe(Ticket ticket) {
    return state instanceof Shut(_, _, _, var probe)
        && probe != null
        && probe.assignment().equals(ticket.assignment())
        && probe.delivery().offset() == ticket.delivery().offset();
  }

  /**
   * The service answered. While the gate is shut that opens it, where it answered the probe: what
   * began before may have been let in by a service that takes nothing new.
   */
  void answered(Ticket ticket, Instant now) {
    if (!isShut()) {
      note(false);
    } else if (isProbe(ticket)) {
      state = new Open(now);
      forgetAttempts();
    }
  }

  /** An attempt that says nothing of the service: it neither opens the gate nor shuts it. */
  void silent(Ticket ticket, Instant now) {
    if (state instanceof Shut shut && isProbe(ticket)) {
      state = shut.withLongerPause(now);
    }
  }

  /** A job was not tried: if it was to be a probe, another may be. */
  void untried(Ticket ticket) {
    if (state instanceof Shut shut && isProbe(ticket)) {
      state = shut.with(null);
    }
  }

  /**
   * The service was away or refused. The gate may be shut then.
   *
   * @param startedAt when the attempt began
   * @param retryAfter how long the service asked to be left alone
   * @return whether the attempt counts; one that ends while the gate is shut does not, nor does one
   *     that began before it was opened
   */
  boolean refused(Ticket ticket, Instant startedAt, Duration retryAfter, Instant now) {
    if (state instanceof Open(var since)) {
      if (startedAt.isBefore(since)) {
        return false;
      }
      note(true);
      if (attempts < judgedBy || 100 * Integer.bitCount(evidence) < PERCENT * judgedBy) {
        return true;
      }
      state = new Shut(now, FIRST_PAUSE, now.plus(FIRST_PAUSE), null);
      forgetAttempts();
    } else if (state instanceof Shut shut && isProbe(ticket)) {
      state = shut.withLongerPause(now);
    }
    if (state instanceof Shut shut) {
      state = shut.notBefore(now.plus(shorter(retryAfter, LONGEST_RETRY_AFTER)));
    }
    return false;
  }

  /**
   * Nobody waits for the jobs of these assignments any more; if one was the probe, another may be.
   */
  void forget(Collection<Assignment> gone) {
    if (state instanceof Shut shut
        && shut.probe() != null
        && gone.contains(shut.probe().assignment())) {
      state = shut.with(null);
    }
  }

  private void note(boolean isEvidence) {
    evidence = (evidence << 1 | (isEvidence ? 1 : 0)) & ((1 << judgedBy) - 1);
    attempts = Math.min(judgedBy, attempts + 1);
  }

  private void forgetAttempts() {
    evidence = 0;
    attempts = 0;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}

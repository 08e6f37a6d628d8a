package diner.worker.intake;

import diner.worker.flow.Load;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Counts what intake holds, for those who look on. Owned by intake. It goes through all partitions,
 * of which there may be a thousand: so a few times a second, not at each turn.
 */
final class Stocktaking {

  private static final Duration INTERVAL = Duration.ofMillis(200);

  private final Intake intake;
  private final OffsetCommits commits;
  private final Pausing pausing;
  private final InstantSource clock;
  private Instant nextLook = Instant.MIN;
  private Instant committedAt = Instant.MIN;
  private @Nullable Instant owingSince;
  private Load latest = Load.NONE;

  Stocktaking(Intake intake, OffsetCommits commits, Pausing pausing, InstantSource clock) {
    this.intake = intake;
    this.commits = commits;
    this.pausing = pausing;
    this.clock = clock;
  }

  /** A commit was acknowledged. */
  void committed() {
    committedAt = clock.instant();
  }

  /** The latest count, made anew where it is time for that. */
  Load latest() {
    var now = clock.instant();
    if (!now.isBefore(nextLook)) {
      nextLook = now.plus(INTERVAL);
      latest = intake.load(pausing.reasons(), uncommittedSince(now));
    }
    return latest;
  }

  private @Nullable Instant uncommittedSince(Instant now) {
    if (intake.isSaved() && commits.areDone()) {
      owingSince = null;
      return null;
    }
    var since = owingSince == null ? now : owingSince;
    owingSince = since;
    return since.isBefore(committedAt) ? committedAt : since;
  }
}

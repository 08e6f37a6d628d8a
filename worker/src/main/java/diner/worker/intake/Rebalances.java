package diner.worker.intake;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Partitions come and go. One that is taken away gets the grace time to finish what runs of it; the
 * callback keeps working off the mailbox meanwhile. Called by the consumer during poll, on intake.
 */
final class Rebalances implements ConsumerRebalanceListener {

  private static final Logger log = LoggerFactory.getLogger(Rebalances.class);

  /** The last commit is worth a little time beyond the grace: without it, work is done again. */
  private static final Duration COMMIT_LIMIT = Duration.ofSeconds(1);

  private final Intake intake;
  private final OffsetCommits commits;
  private final Mailbox mailbox;
  private final java.util.function.Consumer<Message> onMessage;
  private final InstantSource clock;
  private Duration grace;
  private boolean member;
  private boolean everMember;

  Rebalances(
      Intake intake,
      OffsetCommits commits,
      Mailbox mailbox,
      java.util.function.Consumer<Message> onMessage,
      Duration grace,
      InstantSource clock) {
    this.intake = intake;
    this.commits = commits;
    this.mailbox = mailbox;
    this.onMessage = onMessage;
    this.grace = grace;
    this.clock = clock;
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    member = true;
    everMember = true;
    if (!partitions.isEmpty()) {
      log.atInfo().addKeyValue("partitions", sorted(partitions)).log("partitions assigned");
      intake.assign(partitions);
    }
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    mailbox.unwoken(() -> handOver(partitions));
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    member = false;
    log.atWarn()
        .addKeyValue("partitions", sorted(partitions))
        .log(
            "partitions lost: others do their unfinished jobs again, nothing of them is committed");
    commits.forget(partitions);
    intake.forget(partitions);
  }

  /** Whether the group has given this worker its share of the partitions. */
  boolean isMember() {
    return member;
  }

  boolean hasBeenMember() {
    return everMember;
  }

  /** The worker is stopping and has waited already: partitions are handed over at once. */
  void waitNoMore() {
    grace = Duration.ZERO;
  }

  private void handOver(Collection<TopicPartition> partitions) {
    var deadline = clock.instant().plus(grace);
    var released = intake.release(partitions);
    var drained = await(() -> intake.isDrained(released), deadline);
    if (!drained) {
      intake.unrecord(released);
    }
    var commitBy = later(deadline, clock.instant().plus(COMMIT_LIMIT));
    await(() -> intake.isSaved(released), commitBy);
    commits.sendAndWait(partitions, COMMIT_LIMIT);
    commits.forget(partitions);
    intake.forget(partitions);
    log.atInfo()
        .addKeyValue("partitions", sorted(partitions))
        .addKeyValue("drained", drained)
        .log("partitions handed over");
  }

  /** Works off the mailbox until this holds; returns whether it did in time. */
  private boolean await(BooleanSupplier condition, Instant deadline) {
    intake.publishIfIdle();
    while (!condition.getAsBoolean()) {
      var left = Duration.between(clock.instant(), deadline);
      if (!left.isPositive()) {
        return false;
      }
      mailbox.await(left, onMessage);
      intake.publishIfIdle();
    }
    return true;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static List<String> sorted(Collection<TopicPartition> partitions) {
    return partitions.stream().map(TopicPartition::toString).sorted().toList();
  }
}

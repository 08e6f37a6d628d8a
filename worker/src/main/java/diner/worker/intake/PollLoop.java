package diner.worker.intake;

import diner.worker.flow.Assignment;
import diner.worker.flow.Batch;
import diner.worker.flow.BatchEnd;
import diner.worker.flow.BatchEnd.Aborted;
import diner.worker.flow.BatchEnd.Committed;
import diner.worker.flow.BatchEnd.Sent;
import diner.worker.flow.BatchEnd.Unknown;
import diner.worker.flow.CommitPoint;
import diner.worker.flow.Lane;
import diner.worker.flow.Membership;
import diner.worker.flow.Pulse;
import diner.worker.flow.Ticket;
import diner.worker.intake.Message.Answered;
import diner.worker.intake.Message.BatchEnded;
import diner.worker.intake.Message.Ended;
import diner.worker.intake.Message.Stop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop between poll and commit; runs on the thread {@code intake} and owns the consumer and all
 * bookkeeping. It never stops polling: partitions that are full are paused one by one, so that the
 * group never takes this worker for dead.
 */
public final class PollLoop {

  /** Where admitted jobs go; each comes back as one outcome. */
  public interface Lanes {
    void start(Lane lane, List<Ticket> tickets);
  }

  /** Where batches go; each comes back as one end. */
  public interface Publisher {
    void publish(Batch batch);
  }

  /** Where it is asked what is committed; each request comes back as one answer. */
  public interface CommittedReader {
    void read(Collection<Assignment> assignments);
  }

  /** The others, as intake sees them. */
  public record Surroundings(Lanes lanes, Publisher publisher, CommittedReader committed) {}

  private static final Logger log = LoggerFactory.getLogger(PollLoop.class);
  private static final Duration LONGEST_POLL = Duration.ofSeconds(1);
  private static final Duration CLOSE_LIMIT = Duration.ofMillis(500);

  private final Consumer<byte[], byte[]> consumer;
  private final Mailbox mailbox;
  private final InstantSource clock;
  private final Intake intake;
  private final OffsetCommits commits;
  private final Rebalances rebalances;
  private final Pausing pausing;
  private final Stocktaking stock;
  private final BrokerWatch broker;
  private @Nullable Instant stopBy;
  private boolean isToClaim;

  /**
   * Wires the loop; nothing runs yet.
   *
   * @param ruleOf the rule of a kind
   * @param surroundings who does what intake does not
   * @param isStatic whether a group of the classic protocol knows this member by its instance id
   */
  public PollLoop(
      Consumer<byte[], byte[]> consumer,
      Mailbox mailbox,
      Limits limits,
      Function<String, KindRule> ruleOf,
      Surroundings surroundings,
      boolean isStatic) {
    this.consumer = consumer;
    this.mailbox = mailbox;
    this.isToClaim = isStatic;
    mailbox.wakes(consumer::wakeup);
    this.clock = InstantSource.system();
    this.intake = new Intake(limits, ruleOf, surroundings, this::membership, clock);
    this.commits = new OffsetCommits(consumer, clock, intake::mapRefused);
    this.rebalances =
        new Rebalances(intake, commits, mailbox, this::on, limits.revokeGrace(), clock);
    this.pausing = new Pausing(consumer, intake);
    this.stock = new Stocktaking(intake, commits, pausing, clock);
    this.broker = new BrokerWatch(consumer, clock);
  }

  /**
   * Polls until it is told to stop, or something is wrong, and closes the consumer then.
   *
   * @param pulses told once a turn how intake does
   * @return whether all that ran could finish within the grace time
   */
  public boolean run(Collection<String> topics, java.util.function.Consumer<Pulse> pulses) {
    try {
      consumer.subscribe(topics, rebalances);
      while (true) {
        mailbox.drain(this::on);
        if (isStopped()) {
          return intake.isDrained();
        }
        intake.turn();
        commits.send();
        pausing.reconcile();
        broker.look();
        pulses.accept(pulse());
        intake.polled(poll(commits.untilDue(intake.untilNextTimer(LONGEST_POLL))));
        claimWhatNobodyHas();
      }
    } finally {
      leave();
    }
  }

  /** Whether the group has ever given this worker a share of the partitions. */
  public boolean hasBeenMember() {
    return rebalances.hasBeenMember();
  }

  /**
   * A group does not rebalance for a static member that comes back: it gets the share of its former
   * self. Where that one died after it had given partitions up, and before it joined again for
   * others to take them, nobody has them, and nobody would ever ask. So it asks, once; all go on
   * with what they have meanwhile.
   */
  private void claimWhatNobodyHas() {
    if (isToClaim && rebalances.hasBeenMember()) {
      isToClaim = false;
      consumer.enforceRebalance("a static member is back: partitions may be without an owner");
    }
  }

  private ConsumerRecords<byte[], byte[]> poll(Duration limit) {
    try {
      return mailbox.whilePolling(limit, consumer::poll);
    } catch (WakeupException thereIsMail) {
      return ConsumerRecords.empty();
    }
  }

  private void on(Message message) {
    switch (message) {
      case Ended(var outcomes) -> intake.ended(outcomes);
      case BatchEnded(var end) -> on(end);
      case Answered(var points, var error) ->
          intake
              .resume(points, error)
              .forEach((partition, position) -> consumer.seek(partition, position));
      case Stop(var grace) -> {
        if (stopBy == null) {
          log.atInfo().addKeyValue("grace", grace).log("stopping: finishing what runs");
          stopBy = clock.instant().plus(grace);
          intake.stopAdmitting();
        }
      }
    }
  }

  private void on(BatchEnd end) {
    switch (end) {
      case Sent(var batch) ->
          commits.add(intake.published(batch), intake.isRecording(), this::committed);
      case Committed(var batch) -> {
        intake.published(batch);
        committed();
      }
      case Aborted(var batch, var mapRefused) -> {
        if (mapRefused) {
          intake.mapRefused(batch.commitPoints().stream().map(CommitPoint::metadata).toList());
        }
        intake.aborted(batch);
      }
      case Unknown(var batch) -> intake.startAnew(batch);
    }
  }

  private void committed() {
    stock.committed();
    intake.committed();
  }

  private Membership membership() {
    var group = consumer.groupMetadata();
    return new Membership(
        group.groupId(),
        group.generationId(),
        group.memberId(),
        group.groupInstanceId().orElse(null));
  }

  private Pulse pulse() {
    return new Pulse(
        clock.instant(),
        rebalances.isMember(),
        broker.isAway(),
        stopBy != null,
        intake.outages(),
        stock.latest());
  }

  private boolean isStopped() {
    return stopBy != null && (intake.isDrained() || !clock.instant().isBefore(stopBy));
  }

  /**
   * Leaves the group at once, so that others need not wait for this member's session to end. The
   * last offsets are committed on the way out, when the partitions are handed over.
   */
  private void leave() {
    rebalances.waitNoMore();
    consumer.close(CloseOptions.timeout(CLOSE_LIMIT));
  }
}

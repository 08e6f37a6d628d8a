package diner.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.kafka.Alphabet;
import diner.worker.Deliveries;
import diner.worker.flow.Assignment;
import diner.worker.flow.Batch;
import diner.worker.flow.CommitPoint;
import diner.worker.flow.Membership;
import diner.worker.flow.Settled;
import diner.worker.flow.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

  private static final TopicPartition PARTITION = new TopicPartition("jobs.burgers", 0);
  private static final TopicPartition OTHER = new TopicPartition("jobs.burgers", 1);

  private final List<Batch> published = new ArrayList<>();
  private final Ledgers ledgers = new Ledgers(new MapFormat(Alphabet.CHARS_15, 4_096, 5));
  private Membership membership = Deliveries.MEMBERSHIP;
  private final GroupCommit groupCommit =
      new GroupCommit(
          ledgers,
          new Gathering(100, 1 << 20),
          published::add,
          () -> membership,
          new SettableClock());

  private Assignment assignment = Deliveries.ASSIGNMENT;
  private Assignment other = Deliveries.ASSIGNMENT;

  @BeforeEach
  void assign() {
    assignment = opened(PARTITION);
    other = opened(OTHER);
  }

  @Test
  void anAbortedBatchGoesAgainBeforeALaterOneAndWithFreshCommitPoints() {
    finish(assignment, 0);
    groupCommit.publishIfIdle();
    finish(assignment, 1);
    finish(other, 0);
    membership = new Membership("workers", 2, "member-1", null);

    groupCommit.aborted(published.getFirst());

    assertThat(published).hasSize(2);
    assertThat(published.getLast().settled()).extracting(Settled::offset).containsExactly(0L);
    assertThat(published.getLast().membership()).as("fresh").isEqualTo(membership);
    assertThat(points(published.getLast())).containsExactly(point(assignment, 1));
    groupCommit.publishIfIdle();
    assertThat(published).as("one at a time").hasSize(2);

    groupCommit.published(published.getLast());
    groupCommit.publishIfIdle();
    assertThat(points(published.getLast()))
        .containsExactlyInAnyOrder(point(assignment, 2), point(other, 1));
  }

  @Test
  void anAbortedBatchGoesAgainWithoutWhatIsGone() {
    finish(assignment, 0);
    finish(other, 0);
    groupCommit.publishIfIdle();
    ledgers.forget(List.of(OTHER));

    groupCommit.aborted(published.getFirst());

    assertThat(published.getLast().settled())
        .extracting(Settled::assignment)
        .containsExactly(assignment);
    assertThat(points(published.getLast())).containsExactly(point(assignment, 1));
  }

  @Test
  void offersNoCommitPointOfAPartitionThatIsGone() {
    finish(assignment, 0);
    finish(other, 0);
    groupCommit.publishIfIdle();
    ledgers.forget(List.of(OTHER));

    assertThat(groupCommit.present(published.getFirst().commitPoints()))
        .extracting(CommitPoint::assignment)
        .containsExactly(assignment);
  }

  @Test
  void jobsStartWithTheBatchThatCarriesTheirAttempt() {
    record(assignment, 1);
    groupCommit.publishIfIdle();
    assertThat(published).as("an attempt does not wait for company").hasSize(1);
    record(assignment, 2);
    assertThat(groupCommit.isRecording()).isTrue();

    assertThat(offsets(groupCommit.committed())).containsExactly(1L);

    groupCommit.published(published.getFirst());
    groupCommit.publishIfIdle();
    assertThat(offsets(groupCommit.committed())).containsExactly(2L);
    assertThat(groupCommit.isRecording()).isFalse();
  }

  @Test
  void anAttemptThatWasRecordedMeanwhileGoesWithTheBatchThatGoesAgain() {
    record(assignment, 1);
    groupCommit.publishIfIdle();
    record(assignment, 2);

    groupCommit.aborted(published.getFirst());

    assertThat(offsets(groupCommit.committed())).containsExactly(1L, 2L);
  }

  @Test
  void aBatchThatIsGivenUpKeepsNobodyFromTheNext() {
    record(assignment, 1);
    groupCommit.publishIfIdle();
    ledgers.forget(List.of(PARTITION));
    groupCommit.dropRecording(_ -> true);

    groupCommit.givenUp(published.getFirst());
    record(other, 1);
    groupCommit.publishIfIdle();

    assertThat(published).hasSize(2);
    assertThat(offsets(groupCommit.committed())).containsExactly(1L);
  }

  @Test
  void isDrainedOnceAllIsWithKafka() {
    assertThat(groupCommit.isDrained()).isTrue();

    finish(assignment, 0);
    assertThat(groupCommit.isDrained()).as("gathered").isFalse();
    groupCommit.publishIfIdle();
    assertThat(groupCommit.isDrained()).as("with the publisher").isFalse();
    assertThat(groupCommit.isSaved(Set.of(other))).as("one batch for all").isFalse();

    groupCommit.published(published.getFirst());
    assertThat(groupCommit.isDrained()).isTrue();
    assertThat(groupCommit.isSaved(Set.of(other))).isTrue();

    record(assignment, 1);
    assertThat(groupCommit.isDrained()).as("an attempt to be saved").isFalse();
    assertThat(groupCommit.isSaved(Set.of(assignment))).isFalse();
    assertThat(groupCommit.isSaved(Set.of(other))).isTrue();
  }

  private Assignment opened(TopicPartition partition) {
    var opened = ledgers.assign(List.of(partition)).getFirst();
    ledgers.resume(new ResumePoint(opened, OptionalLong.of(0), "", 0));
    for (var offset = 0; offset < 3; offset++) {
      ledger(opened).polled(offset, 1);
    }
    return opened;
  }

  private void finish(Assignment of, long offset) {
    ledger(of).started();
    ledger(of).ended(offset);
    groupCommit.add(
        Deliveries.settled(Deliveries.ticket(of, offset, null), Deliveries.reply(new byte[0])));
  }

  private void record(Assignment of, long offset) {
    ledger(of).started();
    ledger(of).record(offset, 1);
    groupCommit.record(List.of(Deliveries.ticket(of, offset, null)));
  }

  private PartitionLedger ledger(Assignment of) {
    return Objects.requireNonNull(ledgers.of(of));
  }

  private static CommitPoint point(Assignment assignment, long offset) {
    return new CommitPoint(assignment, offset, "");
  }

  private static List<CommitPoint> points(Batch batch) {
    return batch.commitPoints();
  }

  private static List<Long> offsets(List<Ticket> tickets) {
    return tickets.stream().map(ticket -> ticket.delivery().offset()).toList();
  }
}

package diner.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diner.shared.kafka.Alphabet;
import diner.shared.kafka.DoneAhead;
import diner.shared.message.Turn;
import diner.worker.Deliveries;
import diner.worker.flow.CommitPoint;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PartitionLedgerTest {

  private static final MapFormat FORMAT = new MapFormat(Alphabet.CHARS_15, 4_096, 5);

  private final PartitionLedger ledger = ledger(OptionalLong.empty(), "", 10);

  @Test
  void commitsOnlyUpToTheFirstUnfinishedOffset() {
    poll(10, 11, 12);

    ledger.finish(11);
    ledger.finish(12);
    assertThat(ledger.commitPoint()).isEqualTo(10);

    ledger.finish(10);
    assertThat(ledger.commitPoint()).isEqualTo(13);
  }

  @Test
  void closesGapsBetweenPolledRecordsAtOnce() {
    poll(10, 15);

    ledger.finish(10);

    assertThat(ledger.commitPoint()).isEqualTo(15);
  }

  @Test
  void movesToThePositionBehindMarkersWhereNothingIsOpen() {
    poll(10);
    ledger.finish(10);

    ledger.positionedAt(12);

    assertThat(ledger.commitPoint()).isEqualTo(12);
  }

  @Test
  void staysAtTheOpenJobWhereThePositionMovesOn() {
    poll(10);

    ledger.positionedAt(12);

    assertThat(ledger.commitPoint()).isEqualTo(10);
  }

  @Test
  void handsOutEachCommitPointOnce() {
    assertThat(ledger.isUnsaved())
        .as("where it starts, so that a position moved by markers alone is committed")
        .isTrue();
    assertThat(ledger.save(FORMAT)).isEqualTo(new CommitPoint(Deliveries.ASSIGNMENT, 10, ""));
    assertThat(ledger.isUnsaved()).isFalse();

    poll(10);
    ledger.finish(10);

    assertThat(ledger.isUrgent()).isTrue();
    assertThat(ledger.save(FORMAT)).isEqualTo(new CommitPoint(Deliveries.ASSIGNMENT, 11, ""));
    assertThat(ledger.isUnsaved()).isFalse();
  }

  @Test
  void countsWhatIsOpenAndWhatItHolds() {
    poll(10, 11);
    assertThat(ledger.open()).isEqualTo(2);
    assertThat(ledger.heldBytes()).isEqualTo(2);

    ledger.finish(10);
    ledger.published(1);

    assertThat(ledger.open()).isEqualTo(1);
    assertThat(ledger.heldBytes()).isEqualTo(1);
  }

  @Test
  void countsAJobAsInFlightUntilItsRecordsArePublished() {
    poll(10, 11);
    ledger.started();
    ledger.started();
    ledger.parked(10, 1);
    assertThat(ledger.inFlight()).isEqualTo(1);

    ledger.finish(10);
    assertThat(ledger.inFlight()).isEqualTo(1);

    ledger.published(1);
    assertThat(ledger.inFlight()).isZero();
  }

  @Test
  void anAttemptThatIsTakenBackLeavesThoseBeforeIt() {
    poll(10, 11);
    for (var attempt = 1; attempt <= 3; attempt++) {
      ledger.started();
      ledger.record(10, attempt);
      ledger.ended(10);
    }
    ledger.started();
    ledger.record(10, 4);
    ledger.takenBack(10);
    assertThat(ledger.attempts(10)).isEqualTo(3);

    ledger.started();
    ledger.record(11, 1);
    ledger.unrecordAll();
    ledger.unrecordAll();
    assertThat(ledger.attempts(11)).isZero();
    assertThat(ledger.attempts(10)).as("it is not on record as begun").isEqualTo(3);
  }

  @Test
  void refusesAJobFinishedTwice() {
    poll(10);
    ledger.finish(10);

    assertThatThrownBy(() -> ledger.finish(10))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("offset 10 was finished twice");
  }

  @Test
  void refusesAnOffsetPolledTwice() {
    poll(10, 11);

    assertThatThrownBy(() -> ledger.polled(11, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expected 12 or later");
  }

  private static PartitionLedger ledger(OptionalLong committed, String metadata, long logStart) {
    var point = new ResumePoint(Deliveries.ASSIGNMENT, committed, metadata, logStart);
    var turn = new Turn("jobs.burgers", 0, point.commitPoint());
    return new PartitionLedger(point, DoneAhead.decode(turn, metadata).orElseThrow(), 5);
  }

  private void poll(long... offsets) {
    for (var offset : offsets) {
      ledger.polled(offset, 1);
    }
  }
}

package diner.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diner.worker.Deliveries;
import diner.worker.flow.CommitPoint;
import org.junit.jupiter.api.Test;

class PartitionLedgerTest {

  private final PartitionLedger ledger = new PartitionLedger(Deliveries.ASSIGNMENT, 10);

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
    assertThat(ledger.nextCommitPoint())
        .as("where it starts, so that a position moved by markers alone is committed")
        .contains(new CommitPoint(Deliveries.ASSIGNMENT, 10, ""));
    assertThat(ledger.nextCommitPoint()).isEmpty();

    poll(10);
    ledger.finish(10);

    assertThat(ledger.nextCommitPoint()).contains(new CommitPoint(Deliveries.ASSIGNMENT, 11, ""));
    assertThat(ledger.nextCommitPoint()).isEmpty();
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
    ledger.parked();
    assertThat(ledger.inFlight()).isEqualTo(1);

    ledger.finish(10);
    assertThat(ledger.inFlight()).isEqualTo(1);

    ledger.published(1);
    assertThat(ledger.inFlight()).isZero();
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

  private void poll(long... offsets) {
    for (var offset : offsets) {
      ledger.polled(offset, 1);
    }
  }
}

package diner.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import diner.worker.Deliveries;
import diner.worker.flow.Ticket;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordingTest {

  private final Recording recording = new Recording();

  @Test
  void aJobStartsWhenTheCommitThatCarriesItsAttemptIsAcknowledged() {
    add(1, 2);
    recording.saved();
    add(3);
    recording.saved();

    assertThat(offsets(recording.acknowledged())).containsExactly(1L, 2L);
    assertThat(recording.isEmpty()).isFalse();
    assertThat(offsets(recording.acknowledged())).containsExactly(3L);
    assertThat(recording.isEmpty()).isTrue();
  }

  @Test
  void aJobThatCameAfterTheCommitPointsWereMadeWaitsForTheNextOnes() {
    recording.saved();
    add(1);

    assertThat(recording.acknowledged()).isEmpty();
    assertThat(recording.isEmpty()).isFalse();
    recording.saved();
    assertThat(recording.isEmpty()).isFalse();
    assertThat(offsets(recording.acknowledged())).containsExactly(1L);
  }

  @Test
  void commitPointsMadeAgainCarryWhatCameMeanwhile() {
    add(1);
    recording.saved();
    add(2);
    recording.savedAgain();

    assertThat(offsets(recording.acknowledged())).containsExactly(1L, 2L);
    assertThat(recording.isEmpty()).isTrue();
  }

  @Test
  void whatIsDroppedDoesNotStart() {
    add(1, 2);
    recording.saved();
    add(3, 4);

    assertThat(offsets(recording.drop(ticket -> ticket.delivery().offset() % 2 == 1)))
        .containsExactlyInAnyOrder(1L, 3L);

    assertThat(offsets(recording.acknowledged())).containsExactly(2L);
    recording.saved();
    assertThat(offsets(recording.acknowledged())).containsExactly(4L);
  }

  private void add(long... offsets) {
    recording.add(Arrays.stream(offsets).mapToObj(Deliveries::ticket).toList());
  }

  private static List<Long> offsets(List<Ticket> tickets) {
    return tickets.stream().map(ticket -> ticket.delivery().offset()).toList();
  }
}

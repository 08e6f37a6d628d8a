package diner.worker.intake;

import static diner.worker.Deliveries.ASSIGNMENT;
import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.message.Headers;
import diner.worker.Deliveries;
import diner.worker.flow.Assignment;
import diner.worker.flow.Lane;
import diner.worker.flow.Ticket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AdmissionTest {

  private final Set<Long> parked = new HashSet<>();
  private final Admission admission =
      new Admission(
          Map.of(Lane.WAITING, 2, Lane.COMPUTING, 1),
          kind -> kind.equals("cleaning") ? Lane.COMPUTING : Lane.WAITING,
          ticket -> parked.contains(ticket.delivery().offset()));

  private final Set<Long> withoutRoom = new HashSet<>();

  @Test
  void startsAsManyAsALaneHasRoomFor() {
    add(0, 1, 2);

    assertThat(admit()).containsExactly(0L, 1L);
    assertThat(admission.running(Lane.WAITING)).isEqualTo(2);
    assertThat(admission.waiting()).isEqualTo(1);
  }

  @Test
  void startsTheNextWhenOneHasLeft() {
    add(0, 1, 2);
    admit();

    admission.left(Deliveries.ticket(0));

    assertThat(admit()).containsExactly(2L);
  }

  @Test
  void aJobWithoutRoomInItsMapLetsOthersPassAndGoesFirstWhenThereIs() {
    withoutRoom.add(0L);
    add(0, 1);
    assertThat(admit()).containsExactly(1L);
    assertThat(admission.waiting()).isEqualTo(1);

    withoutRoom.clear();
    add(2);
    assertThat(admit()).containsExactly(0L);
  }

  @Test
  void ofJobsWithoutRoomTheLowestOffsetGoesFirstThoughItCameLast() {
    withoutRoom.addAll(Set.of(5L, 3L));
    add(5);
    admit();
    add(3); // its key was taken until now
    admit();

    withoutRoom.remove(3L);

    assertThat(admit()).as("its end makes room for the other").containsExactly(3L);
  }

  @Test
  void aFullLaneDoesNotHoldUpTheOther() {
    admission.add(cleaning(0));
    admission.add(cleaning(1));
    add(2, 3);

    assertThat(admit()).containsExactlyInAnyOrder(0L, 2L, 3L);
  }

  @Test
  void startsJobsOfOneKeyOneAtATimeInTheirOrder() {
    var first = keyed(0, "a");
    admission.add(first);
    admission.add(keyed(1, "a"));
    admission.add(keyed(2, "b"));

    assertThat(admit()).containsExactly(0L, 2L);

    admission.left(first);
    assertThat(admit()).as("it has left, but is not over").isEmpty();
    admission.over(first);
    assertThat(admit()).containsExactly(1L);
  }

  @Test
  void aRetryKeepsItsKeyAndGoesFirst() {
    var first = keyed(0, "a");
    admission.add(first);
    admission.add(keyed(1, "a"));
    admit();
    admission.left(first);
    add(5);

    admission.readmit(first);

    assertThat(admit()).containsExactly(0L, 5L);
  }

  @Test
  void sameKeysOfDifferentPartitionsDoNotWaitForEachOther() {
    admission.add(keyed(0, "a"));
    admission.add(Deliveries.ticket(new Assignment("jobs.burgers", 1, 2), 0, "a"));

    assertThat(admit()).hasSize(2);
  }

  @Test
  void forgetsJobsThatHaveNotStarted() {
    admission.add(keyed(0, "a"));
    admission.add(keyed(1, "a"));
    add(2, 3);
    admit();

    admission.forget(Set.of(ASSIGNMENT));

    assertThat(admission.waiting()).isZero();
    assertThat(admission.running(Lane.WAITING)).as("these still run").isEqualTo(2);
  }

  private void add(long... offsets) {
    for (var offset : offsets) {
      admission.add(Deliveries.ticket(offset));
    }
  }

  private static Ticket keyed(long offset, String key) {
    return Deliveries.ticket(ASSIGNMENT, offset, key);
  }

  private static Ticket cleaning(long offset) {
    return Ticket.of(
        Deliveries.delivery(
            ASSIGNMENT, offset, null, "{}", Headers.NONE.plus(Headers.JOB_KIND, "cleaning")),
        0);
  }

  private List<Long> admit() {
    var started = new ArrayList<Long>();
    admission.admit(
        ticket -> !withoutRoom.contains(ticket.delivery().offset()),
        (lane, tickets) -> tickets.forEach(ticket -> started.add(ticket.delivery().offset())));
    return started;
  }
}

package diner.worker.intake;

import static diner.worker.Deliveries.ASSIGNMENT;
import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.message.Headers;
import diner.worker.Deliveries;
import diner.worker.flow.Assignment;
import diner.worker.flow.Lane;
import diner.worker.flow.Ticket;
import java.time.Duration;
import java.time.Instant;
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
          AdmissionTest::rule,
          ticket -> parked.contains(ticket.delivery().offset()));

  private static final Duration A_SECOND = Duration.ofSeconds(1);

  private final Set<Long> withoutRoom = new HashSet<>();
  private Instant now = Instant.parse("2026-01-01T12:00:00Z");

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

  @Test
  void aKindRunsNoMoreThanItsLimitAndHoldsUpNoOtherOfItsLane() {
    admission.add(of("tea", 0));
    admission.add(of("tea", 1));
    add(2);

    assertThat(admit()).containsExactlyInAnyOrder(0L, 2L);

    admission.left(of("tea", 0));
    assertThat(admit()).containsExactly(1L);
  }

  @Test
  void aKindStartsNoFasterThanItsRateAndHoldsUpNoOtherOfItsLane() {
    admission.add(of("bread", 0));
    admission.add(of("bread", 1));
    add(2);

    assertThat(admit()).containsExactlyInAnyOrder(0L, 2L);
    admission.left(of("bread", 0));
    now = now.plusMillis(249);
    assertThat(admit()).isEmpty();
    now = now.plusMillis(1);
    assertThat(admit()).containsExactly(1L);
  }

  @Test
  void saysWhenTheRateLetsTheNextStart() {
    assertThat(untilNext()).as("nothing waits").isEqualTo(A_SECOND);
    admission.add(of("bread", 0));
    admission.add(of("bread", 1));
    admit();

    assertThat(untilNext()).isEqualTo(Duration.ofMillis(250));
    now = now.plusMillis(100).plusNanos(1);
    assertThat(untilNext()).as("in whole milliseconds").isEqualTo(Duration.ofMillis(150));
    now = now.plusMillis(200);
    assertThat(untilNext()).as("due, and not yet asked").isZero();
  }

  @Test
  void doesNotWaitForTheTimeWhereAJobWaitsForSomethingElse() {
    admission.add(of("bread", 0));
    admission.add(of("bread", 1));
    add(2);
    admit();
    assertThat(untilNext()).as("the lane is full").isEqualTo(A_SECOND);

    admission.left(Deliveries.ticket(2));
    withoutRoom.add(1L);
    now = now.plusMillis(250);
    assertThat(admit()).isEmpty();
    assertThat(untilNext()).as("there is a token, and no room in the map").isEqualTo(A_SECOND);
  }

  @Test
  void kindsOfALaneTakeTurnsAtItsPlaces() {
    for (var offset = 0; offset < 10; offset++) {
      add(offset);
    }
    admission.add(of("soup", 10));
    admission.add(of("soup", 11));
    admission.add(of("soup", 12));
    var started = new ArrayList<>(admit());
    for (var place = 0; place < 4; place++) {
      admission.left(Deliveries.ticket(0));
      started.addAll(admit());
    }

    assertThat(started)
        .as("with ten burgers before them")
        .filteredOn(offset -> offset >= 10)
        .containsExactly(10L, 11L, 12L);
  }

  @Test
  void kindsOfALaneShareItsFreePlacesEqually() {
    var wide =
        new Admission(Map.of(Lane.WAITING, 60, Lane.COMPUTING, 1), AdmissionTest::rule, _ -> false);
    for (var offset = 0; offset < 100; offset++) {
      wide.add(of("burgers", offset));
      wide.add(of("soup", 100 + offset));
    }
    wide.add(of("bread", 200));
    var started = new ArrayList<Long>();
    wide.admit(
        now,
        _ -> true,
        (_, tickets) -> tickets.forEach(ticket -> started.add(ticket.delivery().offset())));

    assertThat(started).hasSize(60).contains(200L);
    assertThat(started.stream().filter(offset -> offset < 100).count()).isBetween(29L, 30L);
  }

  @Test
  void kindsThatAreUnknownShareOneQueueHoweverManyThereAre() {
    for (var kind = 0; kind < 1_000; kind++) {
      admission.add(of("kind-" + kind, kind));
    }

    assertThat(admission.queues()).isEqualTo(1);
    assertThat(admission.waiting()).isEqualTo(1_000);
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
    return of("cleaning", offset);
  }

  private static Ticket of(String kind, long offset) {
    return Ticket.of(
        Deliveries.delivery(
            ASSIGNMENT, offset, null, "{}", Headers.NONE.plus(Headers.JOB_KIND, kind)),
        0);
  }

  private static KindRule rule(String kind) {
    return switch (kind) {
      case "cleaning" -> KindRule.unlimited(kind, Lane.COMPUTING);
      case "burgers", "soup" -> KindRule.unlimited(kind, Lane.WAITING);
      case "tea" -> new KindRule(kind, Lane.WAITING, 1, Duration.ZERO);
      case "bread" -> new KindRule(kind, Lane.WAITING, 9, Duration.ofMillis(250));
      default -> KindRule.unlimited("", Lane.WAITING);
    };
  }

  private Duration untilNext() {
    return admission.untilNext(now, A_SECOND);
  }

  private List<Long> admit() {
    var started = new ArrayList<Long>();
    admission.admit(
        now,
        ticket -> !withoutRoom.contains(ticket.delivery().offset()),
        (lane, tickets) -> tickets.forEach(ticket -> started.add(ticket.delivery().offset())));
    return started;
  }
}

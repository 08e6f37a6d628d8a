package diner.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.message.Headers;
import diner.shared.message.Reply.Failure;
import diner.worker.Deliveries;
import diner.worker.flow.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Deadlines deadlines = new Deadlines();

  @Test
  void aJobExpiresWhenItsDeadlineComesAndNotBefore() {
    deadlines.waits(ticket(1, 10));

    assertThat(expiredAt(9_999)).isEmpty();
    assertThat(expiredAt(10_000)).containsExactly(1L);
    assertThat(expiredAt(11_000)).as("once").isEmpty();
  }

  @Test
  void aJobThatWasStartedIsItsLanesBusiness() {
    deadlines.waits(ticket(1, 10));
    deadlines.started(ticket(1, 10));

    assertThat(expiredAt(10_000)).isEmpty();
    assertThat(deadlines.size()).isZero();
  }

  @Test
  void aRetryThatWaitsKeepsTheDeadline() {
    var first = ticket(1, 10);
    deadlines.waits(first);
    deadlines.started(first);
    var again = first.again(new Failure("503", "busy"));
    deadlines.waits(again);

    assertThat(deadlines.expire(NOON.plusSeconds(10), _ -> true)).containsExactly(again);
  }

  @Test
  void aJobWithoutADeadlineIsNotKept() {
    deadlines.waits(Deliveries.ticket(1));

    assertThat(deadlines.size()).isZero();
    assertThat(deadlines.untilNext(NOON, LIMIT)).isEqualTo(LIMIT);
  }

  @Test
  void ofThoseWithoutRoomInTheirMapTheLowestOffsetIsTriedFirst() {
    deadlines.waits(ticket(2, 10));
    deadlines.waits(ticket(1, 11));
    assertThat(deadlines.expire(NOON.plusSeconds(12), _ -> false)).isEmpty();

    assertThat(deadlines.untilNext(NOON.plusSeconds(12), LIMIT))
        .as("looks again, without hurry")
        .isEqualTo(Duration.ofMillis(20));
    assertThat(expiredAt(12_010)).isEmpty();
    assertThat(expiredAt(12_020)).containsExactly(1L, 2L);
  }

  @Test
  void oneThatFoundRoomElsewhereMeanwhileDoesNotExpireAsWell() {
    deadlines.waits(ticket(1, 10));
    assertThat(deadlines.expire(NOON.plusSeconds(10), _ -> false)).isEmpty();

    deadlines.started(ticket(1, 10));

    assertThat(expiredAt(11_000)).isEmpty();
    assertThat(deadlines.untilNext(NOON.plusSeconds(11), LIMIT)).isEqualTo(LIMIT);
  }

  @Test
  void aThousandAreAnsweredAtOnceAndTheOthersWhenThoseAre() {
    LongStream.range(0, 1_500).forEach(offset -> deadlines.waits(ticket(offset, 1)));

    assertThat(expiredAt(1_000)).hasSize(1_000);
    assertThat(expiredAt(1_100)).isEmpty();

    for (var answered = 0; answered < 300; answered++) {
      deadlines.answered();
    }
    assertThat(expiredAt(1_200)).hasSize(300);
  }

  @Test
  void saysHowLongUntilTheNext() {
    deadlines.waits(ticket(1, 3));
    deadlines.waits(ticket(2, 2));

    assertThat(deadlines.untilNext(NOON, LIMIT)).isEqualTo(Duration.ofSeconds(2));
    assertThat(deadlines.untilNext(NOON.plusSeconds(2), LIMIT)).isZero();
    assertThat(deadlines.untilNext(NOON.minusSeconds(60), LIMIT)).isEqualTo(LIMIT);
  }

  @Test
  void forgetsJobsOfPartitionsThatAreGone() {
    deadlines.waits(ticket(1, 1));
    deadlines.waits(ticket(2, 9));
    assertThat(deadlines.expire(NOON.plusSeconds(2), _ -> false)).isEmpty();

    deadlines.forget(Set.of(Deliveries.ASSIGNMENT));

    assertThat(deadlines.size()).isZero();
  }

  private List<Long> expiredAt(long millis) {
    return deadlines.expire(NOON.plusMillis(millis), _ -> true).stream()
        .map(ticket -> ticket.delivery().offset())
        .toList();
  }

  private static Ticket ticket(long offset, int deadlineSeconds) {
    var deadline = NOON.plusSeconds(deadlineSeconds).toString();
    return Ticket.of(
        Deliveries.delivery(
            Deliveries.ASSIGNMENT,
            offset,
            null,
            "{}",
            Headers.NONE.plus(Headers.DEADLINE, deadline)),
        0);
  }
}

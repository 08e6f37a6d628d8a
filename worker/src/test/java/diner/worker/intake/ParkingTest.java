package diner.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import diner.worker.Deliveries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ParkingTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final Parking parking = new Parking();

  @Test
  void releasesWhatIsDueEarliestFirst() {
    park(1, 20);
    park(2, 10);
    park(3, 30);

    assertThat(releaseAt(20)).containsExactly(2L, 1L);
    assertThat(releaseAt(29)).isEmpty();
    assertThat(releaseAt(30)).containsExactly(3L);
  }

  @Test
  void saysHowLongUntilTheNext() {
    assertThat(untilNext(0)).isEqualTo(Duration.ofSeconds(5));

    park(1, 2);

    assertThat(untilNext(0)).isEqualTo(Duration.ofSeconds(2));
    assertThat(untilNext(3)).isZero();
  }

  @Test
  void forgetsJobsOfPartitionsThatAreGone() {
    park(1, 0);

    parking.forget(Set.of(Deliveries.ASSIGNMENT));

    assertThat(parking.size()).isZero();
  }

  private void park(long offset, int dueSeconds) {
    parking.park(Deliveries.ticket(offset), NOON.plusSeconds(dueSeconds));
  }

  private Duration untilNext(int seconds) {
    return parking.untilNext(NOON.plusSeconds(seconds), Duration.ofSeconds(5));
  }

  private List<Long> releaseAt(int seconds) {
    var released = new ArrayList<Long>();
    parking.release(NOON.plusSeconds(seconds), ticket -> released.add(ticket.delivery().offset()));
    return released;
  }
}

package diner.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diner.worker.Deliveries;
import diner.worker.flow.Settled;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GatheringTest {

  private static final int RECORD_BYTES = 1_100;

  private final Gathering gathering = new Gathering(3, 2 * RECORD_BYTES);

  @Test
  void boundsABatchByItsBytes() {
    gathering.add(settled(0, 1_000));
    gathering.add(settled(1, 1_000));
    gathering.add(settled(2, 1_000));

    assertThat(gathering.take()).extracting(Settled::offset).containsExactly(0L, 1L);
    gathering.published(Deliveries.batch());
    assertThat(gathering.take()).extracting(Settled::offset).containsExactly(2L);
  }

  @Test
  void boundsABatchByItsJobs() {
    for (var offset = 0; offset < 5; offset++) {
      gathering.add(settled(offset, 0));
    }

    assertThat(gathering.take()).hasSize(3);
  }

  @Test
  void oneJobTooLargeForABatchMakesOneAlone() {
    gathering.add(settled(0, 9_000));
    gathering.add(settled(1, 0));

    assertThat(gathering.take()).extracting(Settled::offset).containsExactly(0L);
  }

  @Test
  void hasOneBatchWithThePublisherAtMost() {
    gathering.take();

    assertThatThrownBy(gathering::take).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void dropsWhatBelongsToPartitionsThatAreGone() {
    gathering.add(settled(0, 0));

    gathering.forget(Set.of(Deliveries.ASSIGNMENT));

    assertThat(gathering.isEmpty()).isTrue();
  }

  private static Settled settled(long offset, int valueBytes) {
    return Deliveries.settled(Deliveries.ticket(offset), Deliveries.reply(new byte[valueBytes]));
  }
}

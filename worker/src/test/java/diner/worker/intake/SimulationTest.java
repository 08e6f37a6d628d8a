package diner.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random schedules of polls, ends of attempts, failures, aborts, lost batches, rebalances, zombies,
 * kills and stops, against the worker's real bookkeeping; each ends with every job answered exactly
 * once. {@code -Dsimulation.schedules=N} runs more of them, {@code -Dsimulation.seed=S} begins
 * elsewhere, and one schedule alone replays a failure.
 */
@Tag("simulation")
class SimulationTest {

  private static final int SCHEDULES = Integer.getInteger("simulation.schedules", 20_000);
  private static final long SEED = Long.getLong("simulation.seed", 1);

  @Test
  void everyJobHasExactlyOneReplyWhateverHappens() {
    var steps = new AtomicLong();
    LongStream.range(SEED, SEED + SCHEDULES)
        .parallel()
        .forEach(seed -> {
          try {
            steps.addAndGet(new Schedule(seed).run());
          } catch (Throwable e) {
            throw new AssertionError(
                "replay with -Dsimulation.seed=%d -Dsimulation.schedules=1: %s"
                    .formatted(seed, e.getMessage()),
                e);
          }
        });
    System.out.printf(
        "simulation: %d schedules from seed %d, %d steps%n", SCHEDULES, SEED, steps.get());
    assertThat(steps.get()).isGreaterThan(SCHEDULES);
  }
}

package diner.worker.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

  @Test
  void itsBoundDoublesWithEachAttemptUpToTheLongest() {
    assertThat(longestOf(1)).isBetween(90L, 100L);
    assertThat(longestOf(2)).isBetween(180L, 200L);
    assertThat(longestOf(3)).isBetween(360L, 400L);
    assertThat(longestOf(50)).isBetween(4_500L, 5_000L);
  }

  @Test
  void itsJitterIsFull() {
    var random = new Random(1);
    var shortest =
        IntStream.range(0, 1_000)
            .mapToLong(i -> backoff.delay(3, null, random).toMillis())
            .min()
            .orElseThrow();

    assertThat(shortest).isLessThan(20);
  }

  private long longestOf(int attempt) {
    var random = new Random(1);
    return IntStream.range(0, 1_000)
        .mapToLong(i -> backoff.delay(attempt, null, random).toMillis())
        .max()
        .orElseThrow();
  }
}

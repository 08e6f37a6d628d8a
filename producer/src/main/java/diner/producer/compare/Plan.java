package diner.producer.compare;

import diner.shared.message.CleaningOrder.SeededHouse;
import java.time.Duration;

/**
 * What is compared.
 *
 * @param burgers how many jobs that wait, in each cell
 * @param kitchenDelay how long each of them waits
 * @param houses how many jobs that compute, in each cell
 * @param house the first of them; the others differ in their seed
 * @param threads how many threads, and cleaners, "in parallel" has
 * @param rounds how often each cell is measured; the median counts
 */
record Plan(
    int burgers, Duration kitchenDelay, int houses, SeededHouse house, int threads, int rounds) {

  /** What is overlapped is all in flight at once, and a worker takes so many by default. */
  static final int MAX_BURGERS = 10_000;

  static final int MAX_HOUSES = 1_000;
  static final int MAX_THREADS = 256;
  static final int MAX_ROUNDS = 99;
  private static final Duration MAX_DELAY = Duration.ofSeconds(20);

  Plan {
    requireRange("--burgers", burgers, MAX_BURGERS);
    requireRange("--houses", houses, MAX_HOUSES);
    requireRange("--threads", threads, MAX_THREADS);
    requireRange("--rounds", rounds, MAX_ROUNDS);
    if (kitchenDelay.isZero() || kitchenDelay.compareTo(MAX_DELAY) > 0) {
      throw new IllegalArgumentException(
          "--kitchen-delay must be 1ms to 20s, was " + kitchenDelay.toMillis() + " ms");
    }
  }

  private static void requireRange(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(
          "%s must be 1 to %d, was %d".formatted(option, most, value));
    }
  }
}

package diner.bench;

import java.util.ArrayList;

/**
 * How much more two threads of bare arithmetic do here than one: the most that any two cleaners can
 * reach. Cores that are shared with other machines or with themselves give less than 2.
 */
final class CoreScaling {

  private static final int STEPS = 100_000_000;

  private CoreScaling() {}

  /** Measures once, in about half a second. */
  static double measure() {
    var one = nanos(1);
    return 2.0 * one / nanos(2);
  }

  private static long nanos(int number) {
    var begin = System.nanoTime();
    var threads = new ArrayList<Thread>();
    for (var i = 0; i < number; i++) {
      threads.add(Thread.ofPlatform().name("scaling-" + i).start(CoreScaling::work));
    }
    for (var thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new org.apache.kafka.common.errors.InterruptException(e);
      }
    }
    return System.nanoTime() - begin;
  }

  private static void work() {
    var state = 42L;
    for (var i = 0; i < STEPS; i++) {
      state = state * 6364136223846793005L + 1442695040888963407L;
    }
    if (state == 42) { // never, but the compiler can't know, and so has to run the loop
      throw new IllegalStateException("the generator came round after " + STEPS + " steps");
    }
  }
}

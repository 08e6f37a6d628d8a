package diner.worker;

import java.time.Duration;
import java.util.Locale;
import org.awaitility.Awaitility;

/** What the proofs have in common: a seed that can be given, a pace, and a line of figures. */
final class Proofs {

  private Proofs() {}

  /** The seed of all that is random: {@code -Dproof.seed=…}, else a new one; printed either way. */
  static long seed() {
    var given = System.getProperty("proof.seed");
    var seed = given == null ? System.nanoTime() : Long.parseLong(given);
    say("seed", "-Dproof.seed=" + seed);
    return seed;
  }

  /** Lets a time pass in which the world, not the test, goes on. */
  static void pass(Duration time) {
    var end = System.nanoTime() + time.toNanos();
    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(time.plusSeconds(5))
        .until(() -> System.nanoTime() >= end);
  }

  /** Prints a proof's figures as one line. */
  static void say(String proof, String figures) {
    System.out.println("proof " + proof + ": " + figures);
  }

  static String mebibytes(long bytes) {
    return (bytes >> 20) + "MiB";
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1fs", duration.toMillis() / 1e3);
  }
}

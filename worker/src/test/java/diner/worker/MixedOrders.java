package diner.worker;

import diner.shared.kafka.Topics;
import diner.worker.JobFeed.Order;
import java.time.Duration;

/**
 * Jobs of mixed length, the same for the same number: burgers that take nothing, or up to three
 * seconds; one in five has a key, one in twenty is a small house. Keyless ones go to the partitions
 * in turn, so that each has a load of its own.
 *
 * @param topics where they go
 */
record MixedOrders(Topics topics) {

  /** Of both topics, as they are made. */
  static final int ALL_PARTITIONS = 16;

  private static final int PARTITIONS = ALL_PARTITIONS / 2;
  private static final int KEYS = 97;

  /** How long so many burgers take. */
  static Duration delay(int burgers) {
    return switch (burgers) {
      case 1 -> Duration.ZERO;
      case 2 -> Duration.ofMillis(20);
      case 3 -> Duration.ofMillis(200);
      case 4 -> Duration.ofSeconds(3);
      default -> throw new IllegalArgumentException("nobody orders " + burgers + " burgers");
    };
  }

  Order order(int number) {
    var partition = number / 20 % PARTITIONS;
    if (number % 20 == 7) {
      return Order.to(topics.jobs("cleaning"), partition, house(number));
    }
    if (number % 5 == 0) {
      return Order.keyed(topics.jobs("burgers"), "table-" + number % KEYS, burgers(2));
    }
    return Order.to(topics.jobs("burgers"), number % PARTITIONS, burgers(burgersOf(number)));
  }

  /** How far the group is behind with them. */
  long lag(Diner diner) throws Exception {
    return diner.commitLag(topics.jobs("burgers")) + diner.commitLag(topics.jobs("cleaning"));
  }

  private static int burgersOf(int number) {
    return number % 50 == 1 ? 4 : 1 + number % 3;
  }

  private static String house(int seed) {
    return "{\"rooms\":2,\"width\":96,\"height\":96,\"dirt\":0.2,\"seed\":%d}".formatted(seed);
  }

  private static String burgers(int number) {
    return "{\"number\":%d}".formatted(number);
  }
}

package diner.producer.compare;

import diner.shared.message.BurgersOrder;
import diner.shared.message.CleaningOrder;
import java.util.List;
import java.util.Locale;

/** A way to run both kinds: how many workers, and the options they are started with. */
enum Setting {
  ONE_AT_A_TIME,
  OVERLAPPED,
  PARALLEL,
  TWO_WORKERS;

  /** Without it, cleaning would be measured while Java still compiles it. */
  private static final int WARM_HOUSES = 12;

  private static final int WARM_TURNS = 3;

  /** For people. */
  String label(int threads) {
    return switch (this) {
      case ONE_AT_A_TIME -> "one at a time";
      case OVERLAPPED -> "overlapped on one thread";
      case PARALLEL -> "in parallel on " + (threads == 1 ? "1 thread" : threads + " threads");
      case TWO_WORKERS -> "two worker processes";
    };
  }

  /** For programs, such as {@code one-at-a-time}. */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  int workers() {
    return this == TWO_WORKERS ? 2 : 1;
  }

  /** The worker's options that make the setting. */
  List<String> options(Plan plan) {
    return switch (this) {
      case ONE_AT_A_TIME ->
          List.of("--event-loops", "1", "--cleaners", "1", "--limit", limits(1, ",cleaning=1"));
      case OVERLAPPED ->
          List.of(
              "--event-loops",
              "1",
              "--cleaners",
              "1",
              "--computing-limit",
              Integer.toString(plan.houses()));
      case PARALLEL ->
          List.of(
              "--event-loops",
              Integer.toString(plan.threads()),
              "--cleaners",
              Integer.toString(plan.threads()),
              "--limit",
              limits(plan.threads(), ""));
      case TWO_WORKERS -> List.of();
    };
  }

  private static String limits(int burgers, String others) {
    return BurgersOrder.KIND + "=" + burgers + others;
  }

  /** How many jobs of a kind go first and are not counted: many where that takes no time. */
  int warmJobs(String kind, Plan plan) {
    if (kind.equals(CleaningOrder.KIND)) {
      return WARM_HOUSES * workers();
    }
    return switch (this) {
      case ONE_AT_A_TIME -> Math.min(WARM_TURNS, plan.burgers());
      case PARALLEL -> Math.min(WARM_TURNS * plan.threads(), plan.burgers());
      case OVERLAPPED, TWO_WORKERS -> plan.burgers();
    };
  }
}

package diner.bench;

import java.util.List;

/** Who answers jobs that do nothing: workers, and the loops that they are held against. */
enum Contender {
  BARE("baseline: bare loop", "rival --style bare"),
  AT_LEAST_ONCE("worker, at-least-once", "--delivery at-least-once"),
  BARE_TRANSACTIONS("baseline: bare loop in transactions", "rival --style bare --transactions"),
  EXACTLY_ONCE("worker, exactly-once", "--delivery exactly-once"),
  AT_LEAST_ONCE_KEYED("worker, at-least-once, keyed", "--delivery at-least-once"),
  EXACTLY_ONCE_KEYED("worker, exactly-once, keyed", "--delivery exactly-once"),
  FUTURES("baseline: async batch loop", "rival --style futures"),
  THREADS("baseline: virtual threads", "rival --style threads"),
  THREADS_TRANSACTIONS(
      "baseline: virtual threads in transactions", "rival --style threads --transactions");

  private final String text;
  private final String arguments;

  Contender(String text, String arguments) {
    this.text = text;
    this.arguments = arguments;
  }

  String text() {
    return text;
  }

  /** Whether it takes the jobs that have keys. */
  boolean isKeyed() {
    return this == AT_LEAST_ONCE_KEYED || this == EXACTLY_ONCE_KEYED;
  }

  boolean isWorker() {
    return !arguments.startsWith("rival");
  }

  /** Beside those that all have. */
  List<String> arguments() {
    return List.of(arguments.split(" "));
  }
}

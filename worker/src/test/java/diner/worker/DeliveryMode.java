package diner.worker;

/** The worker's {@code --delivery}, and what a proof may ask of it. */
enum DeliveryMode {
  EXACTLY_ONCE("exactly-once"),
  AT_LEAST_ONCE("at-least-once");

  private final String option;

  DeliveryMode(String option) {
    this.option = option;
  }

  String option() {
    return option;
  }

  /** Whether a job may be answered twice after a crash. */
  boolean mayDouble() {
    return switch (this) {
      case EXACTLY_ONCE -> false;
      case AT_LEAST_ONCE -> true;
    };
  }

  @Override
  public String toString() {
    return option;
  }
}

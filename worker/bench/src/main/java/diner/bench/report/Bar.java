package diner.bench.report;

/** What a figure has to be. */
public record Bar(Relation relation, double limit) {

  /** How a figure stands to the limit where the bar holds. */
  public enum Relation {
    UNDER("<"),
    AT_MOST("<="),
    AT_LEAST(">="),
    EXACTLY("=");

    private final String sign;

    Relation(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }
  }

  public static Bar under(double limit) {
    return new Bar(Relation.UNDER, limit);
  }

  public static Bar atMost(double limit) {
    return new Bar(Relation.AT_MOST, limit);
  }

  public static Bar atLeast(double limit) {
    return new Bar(Relation.AT_LEAST, limit);
  }

  public static Bar exactly(double limit) {
    return new Bar(Relation.EXACTLY, limit);
  }

  public boolean holds(double figure) {
    return switch (relation) {
      case UNDER -> figure < limit;
      case AT_MOST -> figure <= limit;
      case AT_LEAST -> figure >= limit;
      case EXACTLY -> figure == limit;
    };
  }
}

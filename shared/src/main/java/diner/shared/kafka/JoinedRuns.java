package diner.shared.kafka;

/** Joins runs that touch, so that each one passed on is maximal. */
final class JoinedRuns implements RunVisitor {

  private final RunVisitor visitor;
  private long from;
  private long to;

  JoinedRuns(RunVisitor visitor) {
    this.visitor = visitor;
  }

  @Override
  public void run(long nextFrom, long nextTo) {
    if (nextFrom != to) {
      end();
      from = nextFrom;
    }
    to = nextTo;
  }

  /** Passes on the last run. */
  void end() {
    if (to > from) {
      visitor.run(from, to);
    }
    from = to;
  }
}

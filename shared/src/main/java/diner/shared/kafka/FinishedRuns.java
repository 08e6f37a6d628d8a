package diner.shared.kafka;

/** Finished offsets, shown as runs: ascending, none empty, none overlapping another. */
@FunctionalInterface
public interface FinishedRuns {

  void forEachRun(RunVisitor visitor);
}

package diner.shared.kafka;

/** Is shown runs of offsets, each from {@code from} to before {@code to}. */
@FunctionalInterface
public interface RunVisitor {

  void run(long from, long to);
}

package diner.worker.lane;

import java.util.ArrayDeque;

/**
 * The share of the heap that computing jobs may use at once. A job that does not fit now waits, in
 * its order; one that never fits is told so. Owned by the dispatcher's context.
 */
final class HeapBudget {

  private final long capacityBytes;
  private long usedBytes;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

  HeapBudget(long capacityBytes) {
    this.capacityBytes = capacityBytes;
  }

  long capacityBytes() {
    return capacityBytes;
  }

  boolean canEverHold(long bytes) {
    return bytes <= capacityBytes;
  }

  /** Calls back as soon as there is room, at once where there is. */
  void reserve(long bytes, Runnable whenReserved) {
    waiting.addLast(new Waiting(bytes, whenReserved));
    serve();
  }

  void release(long bytes) {
    usedBytes -= bytes;
    serve();
  }

  private void serve() {
    while (!waiting.isEmpty() && usedBytes + waiting.getFirst().bytes() <= capacityBytes) {
      var next = waiting.removeFirst();
      usedBytes += next.bytes();
      next.whenReserved().run();
    }
  }

  private record Waiting(long bytes, Runnable whenReserved) {}
}

package diner.producer.gateway;

/**
 * How many bytes of payloads may be in memory at once, from the moment they are read until Kafka
 * has them. Owned by the event loop.
 */
final class HeldBytes {

  private static final long MOST = 64L << 20;
  private static final int SHARE_OF_HEAP = 8;

  private final long limit;
  private long held;

  HeldBytes(long limit) {
    this.limit = limit;
  }

  /** With a share of this JVM's heap. */
  static HeldBytes ofHeap() {
    return new HeldBytes(Math.min(MOST, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));
  }

  /** Takes so many, to be given back; false where there are not as many left. */
  boolean take(long bytes) {
    if (held + bytes > limit) {
      return false;
    }
    held += bytes;
    return true;
  }

  void giveBack(long bytes) {
    held -= bytes;
    if (held < 0) {
      throw new IllegalStateException("%d more bytes given back than taken".formatted(-held));
    }
  }

  long limit() {
    return limit;
  }

  long held() {
    return held;
  }
}

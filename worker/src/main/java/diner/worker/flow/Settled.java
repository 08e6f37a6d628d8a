package diner.worker.flow;

import java.util.List;

/**
 * A finished job of a present assignment, waiting to enter a batch.
 *
 * @param heldBytes heap that its delivery held
 */
public record Settled(
    Assignment assignment, long offset, int heldBytes, List<Publication> publications) {

  /** About the size of its records in a producer's buffer. */
  public int bytes() {
    var bytes = 0;
    for (var publication : publications) {
      bytes += publication.bytes();
    }
    return bytes;
  }
}

package diner.producer.enqueue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import diner.shared.message.BurgersOrder;
import diner.shared.message.CleaningOrder;
import diner.shared.message.InvalidPayload;
import diner.shared.message.Json;

/** Finds out before a job is sent what a worker would refuse in its payload. */
public final class PayloadCheck {

  /** What workers take, unless told otherwise. */
  public static final int MAX_BYTES = 1024 * 1024;

  private PayloadCheck() {}

  /**
   * Checks a payload.
   *
   * @throws InvalidPayload what is wrong, in one line
   */
  public static void check(String kind, byte[] payload) throws InvalidPayload {
    if (payload.length > MAX_BYTES) {
      throw new InvalidPayload(
          "the payload has %d bytes, at most %d are allowed".formatted(payload.length, MAX_BYTES));
    }
    var type =
        switch (kind) {
          case BurgersOrder.KIND -> BurgersOrder.class;
          case CleaningOrder.KIND -> CleaningOrder.class;
          default -> ObjectNode.class;
        };
    Json.read(payload, type);
  }
}

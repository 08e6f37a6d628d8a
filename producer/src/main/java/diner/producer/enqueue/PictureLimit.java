package diner.producer.enqueue;

import diner.shared.message.CleaningOrder.PictureHouse;
import diner.shared.message.InvalidPayload;
import diner.shared.message.Json;
import java.util.Locale;

/**
 * How large a picture's file may be, so that its job's value, which holds it in base64, is within
 * the limit of the workers.
 *
 * @param valueBytes the limit of a job's value
 * @param topic where the jobs go, for messages
 */
record PictureLimit(int valueBytes, String topic) {

  /** A value without a picture, for the most rooms. */
  private static final int REST_BYTES = Json.bytes(new PictureHouse(256, new byte[3])).length - 4;

  int mostBytes() {
    return Math.max(0, (valueBytes - REST_BYTES) / 4 * 3);
  }

  /**
   * Checks the size of a file.
   *
   * @throws InvalidPayload with both numbers, and what can be done
   */
  void check(long fileBytes) throws InvalidPayload {
    if (fileBytes > mostBytes()) {
      var asJob = Math.ceilDiv(fileBytes, 3L) * 4 + REST_BYTES;
      throw new InvalidPayload(
          String.format(
              Locale.ROOT,
              "%,d bytes make a job of %,d bytes, allowed are %,d: make the picture smaller"
                  + " (%,d bytes), or raise --value-limit here and of the workers, and"
                  + " max.message.bytes of %s",
              fileBytes,
              asJob,
              valueBytes,
              mostBytes(),
              topic));
    }
  }
}

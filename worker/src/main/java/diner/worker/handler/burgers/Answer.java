package diner.worker.handler.burgers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import diner.shared.message.Burgers;
import diner.shared.message.Json;
import diner.worker.handler.JobFault;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the kitchen answered to one order, and what that means for the job.
 *
 * @param retryAfter header of that name
 */
record Answer(int status, @Nullable String retryAfter, byte[] body) {

  /** The kitchen may say more than was asked. */
  private static final ObjectReader READER =
      Json.codec()
          .readerFor(Burgers.class)
          .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /**
   * The burgers.
   *
   * @param order the request as people name it
   * @throws JobFault where these are not the burgers that were ordered
   */
  Burgers burgers(String order, int number, Instant now) {
    if (status != 200) {
      throw refusal(order, now);
    }
    var burgers = read(order);
    if (burgers.burgers().size() != number) {
      throw badAnswer(
          order, "expected %d burgers, got %d".formatted(number, burgers.burgers().size()));
    }
    return burgers;
  }

  private JobFault refusal(String order, Instant now) {
    var type = Faults.STATUS_PREFIX + status;
    var message = "%s answered %d, expected 200".formatted(order, status);
    return switch (status) {
      case 429, 502, 503, 504 ->
          RetryAfter.parse(retryAfter, now)
              .map(pause -> JobFault.unavailable(type, message, pause))
              .orElseGet(() -> JobFault.unavailable(type, message));
      case 501, 505 -> JobFault.permanent(type, message);
      default ->
          status < 500
              ? JobFault.permanent(type, message)
              : RetryAfter.parse(retryAfter, now)
                  .map(pause -> JobFault.transientFault(type, message, pause))
                  .orElseGet(() -> JobFault.transientFault(type, message));
    };
  }

  private Burgers read(String order) {
    try {
      Burgers burgers = READER.readValue(body);
      if (burgers == null) {
        throw badAnswer(order, "expected {\"burgers\": [...]}, got null");
      }
      return burgers;
    } catch (JsonProcessingException e) {
      throw badAnswer(order, "expected {\"burgers\": [...]}, but: " + e.getOriginalMessage());
    } catch (IOException brokenEncoding) {
      throw badAnswer(order, "expected {\"burgers\": [...]}, but: " + brokenEncoding.getMessage());
    }
  }

  private static JobFault badAnswer(String order, String message) {
    return JobFault.permanent(
        Faults.BAD_ANSWER, order + " answered 200: " + message.lines().findFirst().orElse(""));
  }
}

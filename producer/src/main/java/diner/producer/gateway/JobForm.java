package diner.producer.gateway;

import diner.producer.enqueue.PayloadCheck;
import diner.shared.message.Headers;
import diner.shared.message.InvalidPayload;
import diner.shared.message.Job;
import diner.shared.message.JobIds;
import diner.shared.message.Parsed;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of a job, in its headers: {@code job-id}, {@code job-key}, and those that a
 * job's record has under the same name. Pure.
 */
final class JobForm {

  static final String KEY = "job-key";

  private static final List<String> NAMES = List.of(Headers.JOB_ID, Headers.BATCH_ID);
  private static final List<String> COPIED =
      List.of(Headers.BATCH_ID, Headers.BATCH_SIZE, Headers.DEADLINE, Headers.NOT_BEFORE);

  private JobForm() {}

  /**
   * The job whose payload this is.
   *
   * @throws InvalidPayload what is wrong with the headers
   */
  static Job job(String kind, MultiMap request, byte[] payload) throws InvalidPayload {
    for (var name : NAMES) {
      var length = text(request, name).orElse("").length();
      if (length > JobIds.MAX_LENGTH) {
        throw new InvalidPayload(
            "%s has %d characters; expected %d at most".formatted(name, length, JobIds.MAX_LENGTH));
      }
    }
    var headers = Headers.NONE;
    for (var name : COPIED) {
      var text = text(request, name);
      headers = text.isPresent() ? headers.plus(name, text.get()) : headers;
    }
    requireFine(Parsed.count(headers, Headers.BATCH_SIZE));
    requireFine(Parsed.instant(headers, Headers.DEADLINE));
    requireFine(Parsed.instant(headers, Headers.NOT_BEFORE));
    return new Job(
        text(request, Headers.JOB_ID).orElseGet(JobIds::next),
        kind,
        text(request, KEY).orElse(null),
        payload,
        RequestTrace.into(headers, request));
  }

  /**
   * Looks at the payload as the command line does.
   *
   * @throws InvalidPayload what a worker would refuse
   */
  static void check(String kind, byte[] payload) throws InvalidPayload {
    try {
      PayloadCheck.check(kind, payload);
    } catch (InvalidPayload e) {
      throw new InvalidPayload("payload: " + e.getMessage());
    }
  }

  private static Optional<String> text(MultiMap request, String name) throws InvalidPayload {
    var given = request.getAll(name);
    if (given.size() > 1) {
      throw new InvalidPayload("expected one header %s, got %d".formatted(name, given.size()));
    }
    @Nullable String text = given.isEmpty() ? null : given.getFirst().strip();
    if (text == null || text.isEmpty()) {
      return Optional.empty();
    }
    // What else arrives was cut into bytes, and nobody knows how.
    if (!text.matches("[ -~]+")) {
      throw new InvalidPayload("header %s: expected printable ASCII".formatted(name));
    }
    return Optional.of(text);
  }

  private static void requireFine(Parsed<?> parsed) throws InvalidPayload {
    var problem = parsed.problem();
    if (problem.isPresent()) {
      throw new InvalidPayload("header " + problem.get());
    }
  }
}

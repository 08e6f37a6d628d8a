package diner.producer.enqueue;

import diner.shared.message.Headers;
import diner.shared.message.Job;
import diner.shared.message.Json;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * From when and until when jobs may be started, counted from the moment at which each is sent.
 * Pure.
 *
 * @param in null: at once
 * @param deadline null: whenever
 */
record Times(@Nullable Duration in, @Nullable Duration deadline) {

  /** The job with the headers that say so; what it brings itself counts. */
  Job on(Job job, Instant now) {
    var headers = with(Headers.NOT_BEFORE, in, job.headers(), now);
    headers = with(Headers.DEADLINE, deadline, headers, now);
    return new Job(job.id(), job.kind(), job.key(), job.payload(), headers);
  }

  private static Headers with(String name, @Nullable Duration after, Headers headers, Instant now) {
    return after == null || headers.last(name).isPresent()
        ? headers
        : headers.plus(name, Json.text(now.plus(after)));
  }
}

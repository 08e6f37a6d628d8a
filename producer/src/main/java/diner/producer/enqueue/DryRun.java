package diner.producer.enqueue;

import static java.nio.charset.StandardCharsets.UTF_8;

import diner.producer.OutputFormat;
import diner.producer.terminal.Plain;
import diner.shared.cli.ExitCode;
import diner.shared.message.Headers;
import diner.shared.message.Job;
import diner.shared.message.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** {@code --dry-run}: checks every job and shows it, and leaves Kafka alone. */
final class DryRun {

  /** Characters of a payload that a person looks at; with JSON it is whole. */
  private static final int MOST_SHOWN = 200;

  private final Enqueue.Request request;
  private final PrintWriter out;
  private final PrintWriter err;

  DryRun(Enqueue.Request request, PrintWriter out, PrintWriter err) {
    this.request = request;
    this.out = out;
    this.err = err;
  }

  int run(JobSource source) throws IOException {
    var fit = 0;
    var unfit = 0;
    try (source) {
      for (var entry = source.next(); entry != null; entry = source.next()) {
        switch (entry) {
          case JobEntry.Ready(var job) -> {
            fit++;
            print(request.times().on(job, Instant.now()), source.fileOf(job.id()));
          }
          case JobEntry.Unfit(var which, var what) -> {
            unfit++;
            err.println("not fit: %s: %s".formatted(which, what));
          }
        }
      }
    }
    out.flush();
    err.println(
        "dry run: %s would be sent%s"
            .formatted(
                fit == 1 ? "1 job" : fit + " jobs",
                unfit == 0 ? "" : ", " + unfit + (unfit == 1 ? " is" : " are") + " not fit"));
    return unfit == 0 ? ExitCode.OK : ExitCode.FAILURE;
  }

  private void print(Job job, @Nullable Path file) throws IOException {
    var topic = request.topic() == null ? request.topics().jobs(job.kind()) : request.topic();
    if (request.format() == OutputFormat.TABLE) {
      out.println(
          "%s  %s%s%s%s%s  %s"
              .formatted(
                  job.id(),
                  topic,
                  file == null ? "" : "  file=" + Plain.line(file.toString()),
                  job.key() == null ? "" : "  key=" + job.key(),
                  shown(job, Headers.NOT_BEFORE),
                  shown(job, Headers.DEADLINE),
                  shown(new String(job.payload(), UTF_8))));
      return;
    }
    var json = Json.codec().createObjectNode();
    json.put("job", job.id()).put("kind", job.kind()).put("topic", topic).put("key", job.key());
    if (file != null) {
      json.put("file", file.toString());
    }
    var headers = json.putObject("headers");
    job.headers().all().forEach(header -> headers.put(header.name(), header.text()));
    json.set("payload", Json.codec().readTree(job.payload()));
    out.println(new String(Json.bytes(json), UTF_8));
  }

  private static String shown(String payload) {
    return payload.length() <= MOST_SHOWN
        ? payload
        : payload.substring(0, MOST_SHOWN) + "… (%d characters)".formatted(payload.length());
  }

  private static String shown(Job job, String header) {
    return job.headers().text(header).map(text -> "  " + header + "=" + text).orElse("");
  }
}

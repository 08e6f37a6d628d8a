package diner.producer.enqueue;

import static java.nio.charset.StandardCharsets.UTF_8;

import diner.shared.message.BurgersOrder;
import diner.shared.message.CleaningOrder;
import diner.shared.message.Headers;
import diner.shared.message.InvalidPayload;
import diner.shared.message.Job;
import diner.shared.message.JobIds;
import diner.shared.message.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells from the command line where the jobs come from; what does not fit together is refused. */
final class JobSourceChoice {

  private static final List<String> CLEANING_OPTIONS =
      Stream.concat(
              Stream.of("--rooms", "--width", "--height", "--dirt", "--seed"),
              PictureOptions.NAMES.stream())
          .toList();

  private final EnqueueCommand command;
  private final PictureChoice pictures;

  JobSourceChoice(EnqueueCommand command) {
    this.command = command;
    this.pictures = new PictureChoice(command);
  }

  JobSource open() throws IOException {
    var kind = command.kind;
    if (kind != null && command.file != null) {
      throw command.usage("expected either KIND or --file, got both; a file's jobs name their own");
    }
    refuseForeignOptions(kind);
    if (command.file != null) {
      return file();
    }
    if (kind == null) {
      throw command.usage(
          command.isGiven("--image")
              ? "expected 'cleaning' before --image, which takes all names behind it"
              : "expected a KIND (burgers, cleaning, or your own) or --file");
    }
    if (pictures.isMade()) {
      return pictures.open();
    }
    pictures.refuseWithoutPictures();
    return generated(kind);
  }

  /** Where the cleaned pictures go; null where they are not written, or there are none. */
  @Nullable ResultFolder results() {
    return pictures.results();
  }

  private void refuseForeignOptions(@Nullable String kind) {
    if (command.isGiven("--number") && !BurgersOrder.KIND.equals(kind)) {
      throw command.usage("--number belongs to burgers");
    }
    var isKindMissing = kind == null && command.file == null;
    for (var option : CLEANING_OPTIONS) {
      if (command.isGiven(option) && !CleaningOrder.KIND.equals(kind) && !isKindMissing) {
        throw command.usage(option + " belongs to cleaning");
      }
    }
    if (command.payload != null && command.isGiven("--number")) {
      throw command.usage("expected either --payload or --number, got both");
    }
    if (command.payload != null && CLEANING_OPTIONS.stream().anyMatch(command::isGiven)) {
      throw command.usage("expected either --payload or the options of cleaning, got both");
    }
  }

  private JobSource file() throws IOException {
    var file = command.file;
    for (var option : List.of("--jobs", "--id", "--payload")) {
      if (command.isGiven(option)) {
        throw command.usage(option + " does not go with --file: the file's lines say that");
      }
    }
    if (file == null || file.toString().equals("-")) {
      return new JobLines(System.in, command.common.key);
    }
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw command.usage("--file: can't read '" + file + "'");
    }
    return new JobLines(Files.newInputStream(file), command.common.key);
  }

  private JobSource generated(String kind) {
    var common = command.common;
    if (common.jobs < 1) {
      throw command.usage("--jobs must be at least 1, was " + common.jobs);
    }
    if (common.id != null && common.jobs > 1) {
      throw command.usage(
          "--id names one job, --jobs %d makes %d; leave --id out, or group them with --batch"
              .formatted(common.jobs, common.jobs));
    }
    var template = new GeneratedJobs.Template(kind, common.id, common.key);
    var payload = payload(kind);
    check(template, payload);
    return new GeneratedJobs(template, common.jobs, payload);
  }

  /** What is wrong with the first job is wrong with the command line. */
  private void check(GeneratedJobs.Template template, IntFunction<byte[]> payload) {
    try {
      var bytes = payload.apply(0);
      PayloadCheck.check(template.kind(), bytes);
      var id = template.id() == null ? JobIds.next() : template.id();
      var _ = new Job(id, template.kind(), template.key(), bytes, Headers.NONE);
    } catch (InvalidPayload | IllegalArgumentException e) {
      throw command.usage(
          (command.payload == null ? "" : "--payload: ") + String.valueOf(e.getMessage()));
    }
  }

  private IntFunction<byte[]> payload(String kind) {
    if (command.payload != null) {
      var bytes = command.payload.getBytes(UTF_8);
      return _ -> bytes;
    }
    return switch (kind) {
      case BurgersOrder.KIND -> {
        var number = command.burgers.number;
        yield _ -> Json.bytes(new BurgersOrder(number));
      }
      case CleaningOrder.KIND -> {
        var c = command.cleaning;
        yield i ->
            Json.bytes(
                new CleaningOrder.SeededHouse(c.rooms, c.width, c.height, c.dirt, c.seed + i));
      }
      default ->
          throw command.usage(
              "kind '%s' needs --payload JSON; only burgers and cleaning can do without"
                  .formatted(kind));
    };
  }
}

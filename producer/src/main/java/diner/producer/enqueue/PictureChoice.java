package diner.producer.enqueue;

import diner.producer.terminal.Plain;
import diner.shared.message.CleaningOrder;
import diner.shared.message.CleaningOrder.PictureHouse;
import diner.shared.message.Headers;
import diner.shared.message.Job;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the command line says of pictures; what does not fit together is refused. */
final class PictureChoice {

  /** Options that make houses; a picture is there already. */
  private static final List<String> MAKING =
      List.of("--width", "--height", "--dirt", "--seed", "--jobs");

  /** The longest text that the codec reads, here and at the workers. */
  private static final int MOST_VALUE_BYTES = 8 * 1024 * 1024;

  private final EnqueueCommand command;
  private final PictureOptions options;

  PictureChoice(EnqueueCommand command) {
    this.command = command;
    this.options = command.pictures;
  }

  /** Whether pictures are to be cleaned. Those of the environment give way to the command line. */
  boolean isMade() {
    return command.isGiven("--image")
        || (CleaningOrder.KIND.equals(command.kind)
            && command.payload == null
            && !options.images.isEmpty()
            && MAKING.stream().noneMatch(command::isGiven));
  }

  /** Where the results go; null where they are not written. */
  @Nullable ResultFolder results() {
    var out = options.out;
    return out == null || !isMade() ? null : new ResultFolder(out, options.isForced);
  }

  /** Refuses what makes sense with pictures alone. */
  void refuseWithoutPictures() {
    for (var option : PictureOptions.NAMES) {
      if (command.isGiven(option)) {
        throw command.usage(option + " needs --image: only pictures of your own come back as such");
      }
    }
  }

  PictureJobs open() {
    for (var option : MAKING) {
      if (command.isGiven(option)) {
        throw command.usage(
            option.equals("--jobs")
                ? "--jobs does not go with --image: each picture is a job"
                : option + " does not go with --image: it is for houses made from a seed");
      }
    }
    var results = results();
    if (results == null && command.isGiven("--force")) {
      throw command.usage("--force needs --out: nothing is written without");
    }
    if (options.valueLimit < 1 || options.valueLimit > MOST_VALUE_BYTES) {
      throw command.usage(
          "--value-limit must be 1 to %d, was %d".formatted(MOST_VALUE_BYTES, options.valueLimit));
    }
    requireNamesOfTheirOwn(results);
    return new PictureJobs(options.images, template(), results);
  }

  private PictureJobs.Template template() {
    var common = command.common;
    var files = options.images.size();
    if (common.id != null && files > 1) {
      throw command.usage(
          "--id names one job, %d pictures make %d; leave --id out".formatted(files, files));
    }
    try {
      var _ = new PictureHouse(command.cleaning.rooms, new byte[1]);
      var id = common.id == null ? "any" : common.id;
      var _ = new Job(id, CleaningOrder.KIND, common.key, new byte[0], Headers.NONE);
    } catch (IllegalArgumentException e) {
      throw command.usage(String.valueOf(e.getMessage()));
    }
    var topics = command.topics.topics();
    var topic = common.topic == null ? topics.jobs(CleaningOrder.KIND) : common.topic;
    var limit = new PictureLimit(options.valueLimit, topic);
    return new PictureJobs.Template(command.cleaning.rooms, common.id, common.key, limit);
  }

  private void requireNamesOfTheirOwn(@Nullable ResultFolder results) {
    if (results == null) {
      return;
    }
    if (Files.exists(results.folder()) && !Files.isDirectory(results.folder())) {
      throw command.usage("--out: '%s' is no folder".formatted(shown(results.folder())));
    }
    var pictures = new HashMap<Path, Path>();
    for (var image : options.images) {
      var result = results.resultOf(image);
      var other = pictures.put(result, image);
      if (other != null) {
        throw command.usage(
            "'%s' and '%s' would both become '%s': clean them into folders of their own"
                .formatted(shown(other), shown(image), shown(result)));
      }
    }
  }

  private static String shown(Path path) {
    return Plain.line(path.toString());
  }
}

package diner.producer.enqueue;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of cleaning that are about the user's own pictures. */
final class PictureOptions {

  static final List<String> NAMES = List.of("--image", "--out", "--force", "--value-limit");

  @Option(
      names = "--image",
      paramLabel = "FILE",
      arity = "1..*",
      description = {
        "Pictures to be cleaned, PNG or JPEG, grey or colour, a job each; alpha stays as it is. All"
            + " names up to the next option are taken, so KIND comes first."
      })
  List<Path> images = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = {
        "As --await, and write each cleaned picture there as a PNG of its name. The folder is made;"
            + " what is in it already is not replaced."
      })
  @Nullable Path out;

  @Option(
      names = "--force",
      fallbackValue = "true",
      description = "Let --out replace files of the same names.")
  boolean isForced;

  @Option(
      names = "--value-limit",
      paramLabel = "BYTES",
      defaultValue = "1048576",
      description = {
        "Refuse pictures whose jobs are larger, in base64; the workers have the same option"
            + " (default: ${DEFAULT-VALUE})."
      })
  int valueLimit = PayloadCheck.MAX_BYTES;
}

package diner.producer.enqueue;

import diner.producer.terminal.Plain;
import diner.shared.cli.CommandFailure;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * The folder of {@code --out}: a cleaned picture is in it whole or not at all, and what was there
 * before is only replaced where that is wanted. Other programs may write to it at the same time.
 *
 * @param isForced whether results take the place of files of their names
 */
record ResultFolder(Path folder, boolean isForced) {

  /** Where the result of a picture goes: its name, as a PNG. */
  Path resultOf(Path picture) {
    var name = picture.getFileName() == null ? "" : picture.getFileName().toString();
    var stem = name.replaceFirst("(?i)(?<=.)\\.(png|jpe?g)$", "");
    return folder.resolve(stem + ".png");
  }

  /** Whether there is something already that must not be replaced. */
  boolean isTaken(Path result) {
    return !isForced && Files.exists(result, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Makes the folder where it is missing.
   *
   * @throws CommandFailure where nothing can be written there
   */
  void open() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw CommandFailure.of(
          "--out: can't make the folder '%s': %s".formatted(shown(folder), PictureFile.reason(e)));
    }
    if (!Files.isWritable(folder)) {
      throw CommandFailure.of("--out: can't write to the folder '%s'".formatted(shown(folder)));
    }
  }

  /**
   * Writes a result, first under another name, so that nobody sees half of it.
   *
   * @throws FileAlreadyExistsException where something of its name has come meanwhile
   */
  void write(Path result, byte[] bytes) throws IOException {
    var name = "." + result.getFileName() + "." + UUID.randomUUID() + ".part";
    var part = Files.createFile(folder.resolve(name));
    try {
      // A stream, since an interrupt would close a channel: what has come is still written.
      try (var out = new FileOutputStream(part.toFile())) {
        out.write(bytes);
        out.getFD().sync();
      }
      if (isForced) {
        Files.move(part, result, StandardCopyOption.ATOMIC_MOVE);
      } else {
        moveWhereNothingIs(part, result);
      }
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** A move would replace what is there; a link does not. */
  private static void moveWhereNothingIs(Path part, Path result) throws IOException {
    try {
      Files.createLink(result, part);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | IOException noLinksHere) {
      replaceAnEmptyOneOfOurs(part, result);
    }
  }

  /** For file systems without links: for a moment the result is an empty file. */
  static void replaceAnEmptyOneOfOurs(Path part, Path result) throws IOException {
    Files.createFile(result);
    try {
      Files.move(part, result, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.delete(result);
      throw e;
    }
  }

  private static String shown(Path path) {
    return Plain.line(path.toString());
  }
}

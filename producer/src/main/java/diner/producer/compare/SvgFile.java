package diner.producer.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Where the picture goes: written whole or not at all.
 *
 * @param isForced whether it may take the place of a file that is there
 */
record SvgFile(Path path, boolean isForced) {

  /**
   * Looks before anything is measured.
   *
   * @throws IllegalArgumentException where it could not be written in the end
   */
  void check() {
    if (!isForced && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new IllegalArgumentException(
          "--svg: '%s' exists; name another file, or add --force".formatted(path));
    }
    if (Files.isDirectory(path)) {
      throw new IllegalArgumentException("--svg: '%s' is a folder".formatted(path));
    }
    if (!Files.isWritable(folder())) {
      throw new IllegalArgumentException(
          "--svg: can't write into the folder '%s'".formatted(folder()));
    }
  }

  void write(String svg) throws IOException {
    // Not a temporary file of Java's, which only its owner may read.
    var whole = folder().resolve(path.getFileName() + ".part-" + ProcessHandle.current().pid());
    try {
      Files.writeString(whole, svg, UTF_8, StandardOpenOption.CREATE_NEW);
      if (isForced) {
        Files.move(whole, path, StandardCopyOption.REPLACE_EXISTING);
      } else {
        Files.move(whole, path);
      }
    } catch (FileAlreadyExistsException e) {
      throw new IOException(
          "'%s' has come to exist meanwhile; it was left alone".formatted(path), e);
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  private Path folder() {
    var parent = path.toAbsolutePath().getParent();
    return parent == null ? path.toAbsolutePath() : parent;
  }
}

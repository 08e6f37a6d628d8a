package diner.producer.enqueue;

import diner.shared.message.InvalidPayload;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** A user's picture as bytes. What can be told without decoding it is told before it is sent. */
final class PictureFile {

  /** A PNG, a JPEG: how they begin. */
  private static final List<byte[]> SIGNATURES =
      List.of(HexFormat.of().parseHex("89504e470d0a1a0a"), HexFormat.of().parseHex("ffd8ff"));

  private PictureFile() {}

  /**
   * Reads a file that may be a picture.
   *
   * @param limit of its bytes; one more is read of a larger one, and no pixel of any
   * @throws InvalidPayload what is wrong with it, in one line
   */
  static byte[] read(Path file, PictureLimit limit) throws InvalidPayload {
    try {
      if (Files.isDirectory(file)) {
        throw new InvalidPayload("is a folder: name the pictures in it");
      }
      if (!Files.exists(file)) {
        throw new InvalidPayload("no such file");
      }
      if (!Files.isRegularFile(file)) {
        throw new InvalidPayload("is no plain file");
      }
      limit.check(Files.size(file));
      try (var in = Files.newInputStream(file)) {
        var bytes = in.readNBytes(limit.mostBytes() + 1);
        limit.check(bytes.length); // it may have grown
        requirePicture(bytes);
        return bytes;
      }
    } catch (IOException e) {
      throw new InvalidPayload("can't be read: " + reason(e));
    }
  }

  /** What the system has against a file, without its name, which stands beside it. */
  static String reason(IOException error) {
    return switch (error) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "no such file";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default -> error.getClass().getSimpleName() + ": " + error.getMessage();
    };
  }

  static boolean isPng(byte[] bytes) {
    return startsWith(bytes, SIGNATURES.getFirst());
  }

  private static void requirePicture(byte[] bytes) throws InvalidPayload {
    if (bytes.length == 0) {
      throw new InvalidPayload("is empty");
    }
    if (SIGNATURES.stream().noneMatch(signature -> startsWith(bytes, signature))) {
      var first = HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(8, bytes.length));
      throw new InvalidPayload("is neither PNG nor JPEG: it begins with " + first);
    }
  }

  private static boolean startsWith(byte[] bytes, byte[] signature) {
    return bytes.length >= signature.length
        && Arrays.equals(bytes, 0, signature.length, signature, 0, signature.length);
  }
}

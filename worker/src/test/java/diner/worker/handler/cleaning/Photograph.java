package diner.worker.handler.cleaning;

import diner.worker.handler.CancelToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Objects;

/** Real pictures; whose they are stands beside them, in the folder's README. */
enum Photograph {
  ASTRONAUT,
  CAMERA,
  CHELSEA;

  /** The file as it is. */
  byte[] file() {
    var name = "/photographs/" + this + ".png";
    try (var in = Objects.requireNonNull(Photograph.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Picture picture() {
    return PictureFiles.decode(file(), new CancelToken());
  }

  /**
   * With an alpha that a cleaner of dirt would be tempted by: all values, and specks of both ends.
   */
  Picture withAlpha() {
    var picture = picture();
    var alpha = new byte[picture.pixels()];
    for (var i = 0; i < alpha.length; i++) {
      alpha[i] =
          (byte) (i % 7 == 0 ? 0 : i % 11 == 0 ? 255 : i % picture.width() * 255 / picture.width());
    }
    return new Picture(picture.width(), picture.height(), picture.planes(), alpha);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

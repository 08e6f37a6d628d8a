package diner.shared.message;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Payload of a cleaning job: a house (an image) to be cleaned (denoised) room by room (tile by
 * tile). The house is either made from a seed or is a picture of the user's.
 */
public sealed interface CleaningOrder {

  String KIND = "cleaning";
  int MAX_ROOMS = 256;

  /** Into how many rooms the house is divided, 1 to 256. */
  int rooms();

  /**
   * A grey house made from a seed.
   *
   * @param width in pixels, from 1
   * @param height in pixels, from 1
   * @param dirt share of the pixels that become black or white, 0 to 0.9
   */
  record SeededHouse(int rooms, int width, int height, double dirt, long seed)
      implements CleaningOrder {

    public SeededHouse {
      requireRooms(rooms);
      if (width < 1 || height < 1) {
        throw new IllegalArgumentException(
            "width and height must be at least 1, were " + width + " and " + height);
      }
      if (!(dirt >= 0 && dirt <= 0.9)) {
        throw new IllegalArgumentException("dirt must be 0 to 0.9, was " + dirt);
      }
    }

    /** Number of pixels; a long, since a hostile order may name more than an int holds. */
    public long pixels() {
      return (long) width * height;
    }
  }

  /**
   * A picture of the user's.
   *
   * @param image the bytes of a PNG or JPEG, base64 in JSON
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record PictureHouse(int rooms, byte[] image) implements CleaningOrder {

    public PictureHouse {
      requireRooms(rooms);
      if (image.length == 0) {
        throw new IllegalArgumentException("image must be a PNG or JPEG in base64, was empty");
      }
    }
  }

  /** Reads either form from JSON; the fields present decide. */
  @JsonCreator
  static CleaningOrder of(
      @JsonProperty(value = "rooms", required = true) int rooms,
      @JsonProperty("width") @Nullable Integer width,
      @JsonProperty("height") @Nullable Integer height,
      @JsonProperty("dirt") @Nullable Double dirt,
      @JsonProperty("seed") @Nullable Long seed,
      @JsonProperty("image") byte @Nullable [] image) {
    if (image != null) {
      if (width != null || height != null || dirt != null || seed != null) {
        throw new IllegalArgumentException(
            "expected either image, or width, height, dirt and seed, but got both");
      }
      return new PictureHouse(rooms, image);
    }
    if (width == null || height == null || dirt == null || seed == null) {
      throw new IllegalArgumentException(
          "expected either image, or all of width, height, dirt and seed");
    }
    return new SeededHouse(rooms, width, height, dirt, seed);
  }

  private static void requireRooms(int rooms) {
    if (rooms < 1 || rooms > MAX_ROOMS) {
      throw new IllegalArgumentException("rooms must be 1 to " + MAX_ROOMS + ", was " + rooms);
    }
  }
}

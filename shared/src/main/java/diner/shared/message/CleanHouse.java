package diner.shared.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Result of a cleaning job.
 *
 * @param dirtBefore share of the pixels found dirty, 0 to 1: black or white in some channel,
 *     without more of their neighbours being so than dirt of the density around would explain
 * @param dirtAfter the same share, found in the cleaned house by the same test
 * @param psnrBefore peak signal-to-noise ratio in dB against the house as it was made, over all
 *     samples, with a peak of 255; seeded houses only, and null where nothing differs
 * @param psnrAfter the same after cleaning
 * @param sha256 hexadecimal digest of the cleaned house: width and height (4 bytes each,
 *     big-endian), then the planes row by row: grey, or red, green and blue; then alpha, if any
 * @param image the cleaned picture as a PNG, for jobs that sent one
 * @param rooms one entry a room, in their order
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CleanHouse(
    double dirtBefore,
    double dirtAfter,
    @Nullable Double psnrBefore,
    @Nullable Double psnrAfter,
    String sha256,
    byte @Nullable [] image,
    List<Room> rooms) {

  /** Spelled out: javac drops the Nullable of an array from a compact constructor's class file. */
  public CleanHouse(
      double dirtBefore,
      double dirtAfter,
      @Nullable Double psnrBefore,
      @Nullable Double psnrAfter,
      String sha256,
      byte @Nullable [] image,
      List<Room> rooms) {
    this.dirtBefore = dirtBefore;
    this.dirtAfter = dirtAfter;
    this.psnrBefore = psnrBefore;
    this.psnrAfter = psnrAfter;
    this.sha256 = Objects.requireNonNull(sha256, "sha256 must not be null");
    this.image = image;
    this.rooms = List.copyOf(rooms);
  }

  /**
   * One room of the house: where it lies, and who cleaned it when.
   *
   * @param x left edge in pixels
   * @param y upper edge in pixels
   * @param cleaner number of the cleaner, from 0
   */
  public record Room(
      int room,
      int x,
      int y,
      int width,
      int height,
      int cleaner,
      Instant startedAt,
      Instant finishedAt) {

    public Room {
      Objects.requireNonNull(startedAt, "startedAt of a room must not be null");
      Objects.requireNonNull(finishedAt, "finishedAt of a room must not be null");
    }
  }
}

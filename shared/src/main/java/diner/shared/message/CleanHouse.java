package diner.shared.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Result of a cleaning job.
 *
 * @param dirtBefore share of the pixels that are black or white without their surroundings being
 *     so, 0 to 1
 * @param dirtAfter the same after cleaning
 * @param psnrBefore peak signal-to-noise ratio in dB against the house as it was made; seeded
 *     houses only, and null where nothing differs
 * @param psnrAfter the same after cleaning
 * @param sha256 hexadecimal digest of the cleaned pixels
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

  public CleanHouse {
    rooms = List.copyOf(rooms);
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
      Instant finishedAt) {}
}

package diner.worker.handler.cleaning;

import diner.shared.message.CleanHouse;
import diner.worker.handler.CancelToken;
import diner.worker.handler.ComputingHandler;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;

/**
 * One house being cleaned. Parts run on many cleaners at once: all read the dirty house and its
 * dirt maps, which nobody writes to, and each writes its own room of the target, so the result is
 * the same byte for byte however many rooms and cleaners there are.
 */
final class HouseWork implements ComputingHandler.Work<CleanedRoom, CleanHouse> {

  private final House house;
  private final Picture target;
  private final List<Area> rooms;
  private final DirtMap[] dirt;
  private final CancelToken cancel;

  HouseWork(House house, List<Area> rooms, CancelToken cancel) {
    this.house = house;
    this.target = house.dirty().blankLike();
    this.rooms = rooms;
    this.cancel = cancel;
    this.dirt = survey(house.dirty());
  }

  @Override
  public int parts() {
    return rooms.size();
  }

  @Override
  public CleanedRoom compute(int part, int cleaner) {
    var startedAt = now();
    var room = rooms.get(part);
    var patches = new PatchCleaner();
    var marks = new boolean[PatchCleaner.SIDE * PatchCleaner.SIDE];
    var dirty = new Count();
    room.forEachPiece(
        PatchCleaner.SIDE,
        patch -> {
          cancel.check();
          dirty.add(clean(patch, patches, marks));
        });
    var cleaned =
        new CleanHouse.Room(
            part, room.x(), room.y(), room.width(), room.height(), cleaner, startedAt, now());
    return new CleanedRoom(cleaned, dirty.pixels);
  }

  @Override
  public CleanHouse merge(List<CleanedRoom> parts) {
    var dirtyPixels = parts.stream().mapToLong(CleanedRoom::dirtyPixels).sum();
    var truth = house.truth();
    return new CleanHouse(
        (double) dirtyPixels / target.pixels(),
        (double) dirtLeft() / target.pixels(),
        truth == null ? null : Quality.psnr(truth, house.dirty(), cancel),
        truth == null ? null : Quality.psnr(truth, target, cancel),
        Quality.sha256(target, cancel),
        truth == null ? PictureFiles.encode(target, cancel) : null,
        parts.stream().map(CleanedRoom::room).toList());
  }

  /** The house as far as it is cleaned; whole once all parts are computed. */
  Picture target() {
    return target;
  }

  /** Cleans one patch in all channels; a pixel is dirty where any of its channels is. */
  private int clean(Area patch, PatchCleaner patches, boolean[] marks) {
    var source = house.dirty();
    Arrays.fill(marks, false);
    for (var channel = 0; channel < dirt.length; channel++) {
      var plane = source.planes()[channel];
      patches.find(plane, source.width(), source.height(), dirt[channel], patch, marks);
      patches.fill(plane, target.planes()[channel], source.width(), patch);
    }
    return marked(marks);
  }

  /** How many pixels of the cleaned house still look dirty, by the test that found the dirt. */
  private long dirtLeft() {
    var left = survey(target);
    var patches = new PatchCleaner();
    var marks = new boolean[PatchCleaner.SIDE * PatchCleaner.SIDE];
    var dirty = new Count();
    Area.of(target)
        .forEachPiece(
            PatchCleaner.SIDE,
            patch -> {
              cancel.check();
              Arrays.fill(marks, false);
              for (var channel = 0; channel < left.length; channel++) {
                patches.find(
                    target.planes()[channel],
                    target.width(),
                    target.height(),
                    left[channel],
                    patch,
                    marks);
              }
              dirty.add(marked(marks));
            });
    return dirty.pixels;
  }

  private DirtMap[] survey(Picture picture) {
    return Arrays.stream(picture.planes())
        .map(plane -> DirtMap.of(plane, picture.width(), picture.height(), cancel))
        .toArray(DirtMap[]::new);
  }

  private static int marked(boolean[] marks) {
    var count = 0;
    for (var mark : marks) {
      count += mark ? 1 : 0;
    }
    return count;
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  private static final class Count {

    private long pixels;

    void add(int more) {
      pixels += more;
    }
  }
}

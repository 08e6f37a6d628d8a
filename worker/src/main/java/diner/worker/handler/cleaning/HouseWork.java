package diner.worker.handler.cleaning;

import diner.shared.message.CleanHouse;
import diner.worker.handler.CancelToken;
import diner.worker.handler.ComputingHandler;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * One house being cleaned. Parts run on many cleaners at once: each room's part makes what is yet
 * missing of the dirty house around it, cleans the room into its own area of the target, which
 * nobody else writes to, and counts. So the result is the same byte for byte however many rooms and
 * cleaners there are, and nearly all of the work is in the parts.
 */
final class HouseWork implements ComputingHandler.Work<CleanedRoom, CleanHouse> {

  private final House house;
  private final House cleaned;
  private final List<Area> rooms;
  private final Inspections inspections;
  private final CancelToken cancel;

  HouseWork(House house, List<Area> rooms, CancelToken cancel) {
    this.house = house;
    this.cleaned = House.of(house.dirty().blankLike());
    this.rooms = rooms;
    this.inspections = new Inspections(rooms, house.blocks());
    this.cancel = cancel;
  }

  @Override
  public int parts() {
    return rooms.size();
  }

  @Override
  public CleanedRoom compute(int part, int cleaner) {
    var startedAt = now();
    var room = rooms.get(part);
    var scratch = new Scratch();
    inPatches(room, patch -> scratch.add(clean(patch, scratch)));
    for (var done : inspections.cleaned(part)) {
      inPatches(rooms.get(done), patch -> scratch.add(inspect(patch, scratch)));
    }
    return new CleanedRoom(
        new CleanHouse.Room(
            part, room.x(), room.y(), room.width(), room.height(), cleaner, startedAt, now()),
        scratch.findings);
  }

  @Override
  public CleanHouse merge(List<CleanedRoom> parts) {
    var sum = parts.stream().map(CleanedRoom::findings).reduce(Findings.NONE, Findings::plus);
    var isSeeded = house.truth() != null;
    var target = target();
    var samples = (long) target.pixels() * target.planes().length;
    return new CleanHouse(
        (double) sum.dirtBefore() / target.pixels(),
        (double) sum.dirtAfter() / target.pixels(),
        isSeeded ? Quality.psnr(sum.squaresBefore(), samples) : null,
        isSeeded ? Quality.psnr(sum.squaresAfter(), samples) : null,
        Quality.sha256(target, cancel),
        isSeeded ? null : PictureFiles.encode(target, cancel),
        parts.stream().map(CleanedRoom::room).toList());
  }

  /** The house as far as it is cleaned; whole once all parts are computed. */
  Picture target() {
    return cleaned.dirty();
  }

  private void inPatches(Area room, Consumer<Area> step) {
    room.forEachPiece(
        PatchCleaner.SIDE,
        patch -> {
          cancel.check();
          step.accept(patch);
        });
  }

  /** Cleans one patch in all channels. */
  private Findings clean(Area patch, Scratch scratch) {
    house.prepare(house.blocks().around(patch, PatchCleaner.REACH), cancel);
    var marks = scratch.unmarked(patch);
    for (var channel = 0; channel < target().planes().length; channel++) {
      scratch.patches.find(house, channel, patch, PatchCleaner.REACH, marks);
      scratch.patches.fill(house.dirty(), target(), channel, patch);
    }
    var truth = house.truth();
    return Findings.ofCleaning(
        scratch.marked(patch),
        truth == null ? 0 : Quality.squares(truth, house.dirty(), patch),
        truth == null ? 0 : Quality.squares(truth, target(), patch));
  }

  /** Counts what still looks dirty in a cleaned patch, by the test that found the dirt. */
  private Findings inspect(Area patch, Scratch scratch) {
    cleaned.prepare(cleaned.blocks().around(patch, 0), cancel);
    var marks = scratch.unmarked(patch);
    for (var channel = 0; channel < target().planes().length; channel++) {
      scratch.patches.find(cleaned, channel, patch, 0, marks);
    }
    return Findings.ofInspection(scratch.marked(patch));
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * What one part needs besides the house; a pixel is marked where any of its channels is dirty.
   */
  private static final class Scratch {

    private final PatchCleaner patches = new PatchCleaner();
    private final boolean[] marks = new boolean[PatchCleaner.SIDE * PatchCleaner.SIDE];

    private Findings findings = Findings.NONE;

    void add(Findings more) {
      findings = findings.plus(more);
    }

    boolean[] unmarked(Area patch) {
      Arrays.fill(marks, 0, patch.width() * patch.height(), false);
      return marks;
    }

    int marked(Area patch) {
      var count = 0;
      for (var i = 0; i < patch.width() * patch.height(); i++) {
        count += marks[i] ? 1 : 0;
      }
      return count;
    }
  }
}

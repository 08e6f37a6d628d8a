package diner.worker.handler.cleaning;

import diner.worker.handler.CancelToken;
import diner.worker.handler.JobContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Cleans houses as a lane would, on the thread of the test. */
final class Cleaning {

  private Cleaning() {}

  static JobContext job(CancelToken cancel) {
    return new JobContext("job-1", "cleaning", 1, Instant.MAX, cancel, null);
  }

  /** Cleans a picture in one room. */
  static Picture clean(Picture dirty) {
    var work = workOn(dirty, 1);
    inOrder(work);
    return work.target();
  }

  static HouseWork workOn(Picture dirty, int rooms) {
    return new HouseWork(
        House.of(dirty), RoomGrid.divide(dirty.width(), dirty.height(), rooms), new CancelToken());
  }

  /** All parts, one after another. */
  static List<CleanedRoom> inOrder(HouseWork work) {
    var parts = new ArrayList<CleanedRoom>();
    for (var part = 0; part < work.parts(); part++) {
      parts.add(work.compute(part, 0));
    }
    return parts;
  }

  /** A whole house as it is made from a seed, before it gets dirty. */
  static Picture paint(long seed, int width, int height) {
    var house = new Area(0, 0, width, height);
    var samples = new HousePainter(seed, width, height).paint(house);
    return new Picture(width, height, new byte[][] {samples}, null);
  }

  /** A dirtied copy. */
  static Picture spill(Picture clean, double share, long seed) {
    var dirty = clean.blankLike();
    for (var channel = 0; channel < clean.planes().length; channel++) {
      var samples = clean.planes()[channel].clone();
      new Dirt(share, seed).over(samples, Area.of(clean));
      dirty.write(channel, Area.of(clean), samples);
    }
    return dirty;
  }

  /** A dirtied copy, each channel by dirt of its own. */
  static Picture spillEachChannel(Picture clean, double share, long seed) {
    var dirty = clean.blankLike();
    for (var channel = 0; channel < clean.planes().length; channel++) {
      var samples = clean.planes()[channel].clone();
      new Dirt(share, seed + 1_000L * channel).over(samples, Area.of(clean));
      dirty.write(channel, Area.of(clean), samples);
    }
    return dirty;
  }

  static double psnr(Picture truth, Picture other) {
    var squares = Quality.squares(truth, other, Area.of(truth));
    var psnr = Quality.psnr(squares, (long) truth.pixels() * truth.planes().length);
    return psnr == null ? Double.POSITIVE_INFINITY : psnr;
  }
}

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
        new House(dirty, null),
        RoomGrid.divide(dirty.width(), dirty.height(), rooms),
        new CancelToken());
  }

  /** All parts, one after another. */
  static List<CleanedRoom> inOrder(HouseWork work) {
    var parts = new ArrayList<CleanedRoom>();
    for (var part = 0; part < work.parts(); part++) {
      parts.add(work.compute(part, 0));
    }
    return parts;
  }

  static double psnr(Picture truth, Picture other) {
    var psnr = Quality.psnr(truth, other, new CancelToken());
    return psnr == null ? Double.POSITIVE_INFINITY : psnr;
  }
}

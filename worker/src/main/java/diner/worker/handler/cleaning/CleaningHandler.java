package diner.worker.handler.cleaning;

import diner.shared.message.CleanHouse;
import diner.shared.message.CleaningOrder;
import diner.shared.message.CleaningOrder.PictureHouse;
import diner.shared.message.CleaningOrder.SeededHouse;
import diner.worker.handler.CancelToken;
import diner.worker.handler.ComputingHandler;
import diner.worker.handler.HandlerSetup;
import diner.worker.handler.JobContext;
import diner.worker.handler.JobFault;
import java.time.Duration;
import java.util.List;

/**
 * The computing kind {@code cleaning}: plans or decodes a dirty house, divides it into rooms, and
 * has each made, cleaned and measured as one part. Runs on cleaners, holds no state of a job.
 */
public final class CleaningHandler
    implements ComputingHandler<CleaningOrder, CleanedRoom, CleanHouse> {

  // Set before any job: how large a house may be, and how many rooms can be in work at once.
  private HouseLimit limit;
  private int cleaners = Runtime.getRuntime().availableProcessors();

  /** With half of this process's heap for a house. */
  public CleaningHandler() {
    this(HouseLimit.ofThisHeap());
  }

  /**
   * @param houseHeapBytes how much of the heap one house may take; a larger one fails for good
   */
  public CleaningHandler(long houseHeapBytes) {
    this(new HouseLimit(houseHeapBytes));
  }

  private CleaningHandler(HouseLimit limit) {
    this.limit = limit;
  }

  @Override
  public String kind() {
    return CleaningOrder.KIND;
  }

  @Override
  public Class<CleaningOrder> payloadType() {
    return CleaningOrder.class;
  }

  @Override
  public Duration attemptLimit() {
    return Duration.ofMinutes(10);
  }

  @Override
  public void open(HandlerSetup setup) {
    // Pictures are decoded without a display, also where there would be one.
    System.setProperty("java.awt.headless", "true");
    var cleanersSetting = setup.settings().get("cleaners");
    if (cleanersSetting != null) {
      cleaners = Integer.parseInt(cleanersSetting);
    }
    var heapSetting = setup.settings().get("computing-heap-bytes");
    if (heapSetting != null) {
      limit = HouseLimit.within(Long.parseLong(heapSetting));
    }
  }

  @Override
  public long footprintBytes(CleaningOrder order) {
    var roomsAtOnce = Math.min(order.rooms(), cleaners);
    return switch (order) {
      case SeededHouse house ->
          limit.footprintBytes(
              house.width(), house.height(), HouseLimit.SEEDED_BYTES_A_PIXEL, roomsAtOnce);
      case PictureHouse picture -> {
        var header = PictureFiles.header(picture.image());
        yield limit.footprintBytes(
            header.width(),
            header.height(),
            header.samples() * HouseLimit.PICTURE_BYTES_A_SAMPLE,
            roomsAtOnce);
      }
    };
  }

  @Override
  public HouseWork begin(CleaningOrder order, JobContext job) {
    // Again, since what comes next allocates: the limit must hold whoever calls.
    footprintBytes(order);
    job.cancel().check();
    var rooms = rooms(order);
    return new HouseWork(house(order, job.cancel()), rooms, job.cancel());
  }

  private static House house(CleaningOrder order, CancelToken cancel) {
    return switch (order) {
      case SeededHouse seeded -> House.seeded(seeded);
      case PictureHouse picture -> House.of(PictureFiles.decode(picture.image(), cancel));
    };
  }

  private static List<Area> rooms(CleaningOrder order) {
    return switch (order) {
      case SeededHouse house -> rooms(house.width(), house.height(), house.rooms());
      case PictureHouse picture -> {
        var header = PictureFiles.header(picture.image());
        yield rooms(header.width(), header.height(), picture.rooms());
      }
    };
  }

  private static List<Area> rooms(int width, int height, int rooms) {
    if (rooms > (long) width * height) {
      throw JobFault.permanent(
          "too-many-rooms",
          "a house of %d x %d has %d pixels, too few for %d rooms: a room needs at least one"
              .formatted(width, height, (long) width * height, rooms));
    }
    return RoomGrid.divide(width, height, rooms);
  }
}

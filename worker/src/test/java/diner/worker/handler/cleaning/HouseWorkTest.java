package diner.worker.handler.cleaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import diner.shared.message.CleaningOrder.SeededHouse;
import diner.worker.handler.CancelToken;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HouseWorkTest {

  private final CancelToken never = new CancelToken();

  /** Pins the cleaning: the same pixels on every machine, in every release. */
  @Test
  void cleansASeededHouseToTheSameBytesOnEveryMachine() {
    var dirty = dirtyHouse(640, 480, 0.2);

    assertThat(Quality.sha256(dirty, never))
        .isEqualTo("0044f8ecbd19411d7bbda1d5449429f4a0f11649f7bd3ae024d4a243ad52e876");
    assertThat(Quality.sha256(Cleaning.clean(dirty), never))
        .isEqualTo("50ed61f4a0bd2fc8ce5d4c04881290c736e720c868ea67c82cdcd212b07da8cd");
  }

  @ParameterizedTest
  @CsvSource({"1,0.2", "3,0.2", "16,0.2", "256,0.2", "3,0.9", "16,0.9"})
  void cleansToTheSameBytesForAnyNumberOfRoomsInAnyOrder(int rooms, double dirt) {
    // given one house cleaned as a whole
    var dirty = dirtyHouse(613, 401, dirt);
    var whole = Cleaning.clean(dirty);

    // when its rooms are cleaned in a random order
    var seed = System.nanoTime();
    var work = Cleaning.workOn(dirty, rooms);
    var order = IntStream.range(0, rooms).boxed().collect(Collectors.toList());
    Collections.shuffle(order, new Random(seed));
    order.forEach(part -> work.compute(part, 0));

    // then
    assertThat(work.target().planes()[0]).as("seed %d", seed).isEqualTo(whole.planes()[0]);
  }

  /**
   * Rooms far smaller than what is looked at around them, down to a pixel; houses one pixel wide.
   */
  @ParameterizedTest
  @CsvSource({
    "256,16,16,0.5",
    "256,100,90,0.2",
    "256,300,300,0.7",
    "64,300,300,0.35",
    "256,1,400,0.3",
    "256,400,1,0.9",
    "7,1,7,0.2",
    "1,1,1,0.9"
  })
  void findsTheSameInASeededHouseForAnyNumberOfRooms(
      int rooms, int width, int height, double dirt) {
    // given one house made, cleaned and measured as a whole, as pictures are
    var truth = Cleaning.paint(42, width, height);
    var dirty = Cleaning.spill(truth, dirt, 42);
    var picture = Cleaning.workOn(dirty, 1);
    var whole = picture.merge(Cleaning.inOrder(picture));

    // when it is made and cleaned room by room, in a random order
    var seed = System.nanoTime();
    var work = seeded(new SeededHouse(rooms, width, height, dirt, 42));
    var order = IntStream.range(0, rooms).boxed().collect(Collectors.toList());
    Collections.shuffle(order, new Random(seed));
    var result = work.merge(order.stream().map(part -> work.compute(part, 0)).toList());

    // then
    assertThat(result.sha256()).as("seed %d", seed).isEqualTo(whole.sha256());
    assertThat(result.dirtBefore()).isEqualTo(whole.dirtBefore());
    assertThat(result.dirtAfter()).as("seed %d", seed).isEqualTo(whole.dirtAfter());
    assertThat(orInfinite(result.psnrBefore())).isEqualTo(Cleaning.psnr(truth, dirty));
    assertThat(orInfinite(result.psnrAfter())).isEqualTo(Cleaning.psnr(truth, work.target()));
  }

  @Test
  void findsTheSameInASeededHouseByManyThreads() throws Exception {
    // given a house whose many small rooms need the same blocks
    var alone = seeded(new SeededHouse(1, 500, 400, 0.5, 42));
    var whole = alone.merge(Cleaning.inOrder(alone));
    var work = seeded(new SeededHouse(256, 500, 400, 0.5, 42));

    // when
    var rooms = new ArrayList<CleanedRoom>();
    try (var threads = Executors.newFixedThreadPool(4)) {
      var parts =
          IntStream.range(0, 256)
              .<Callable<CleanedRoom>>mapToObj(part -> () -> work.compute(part, part % 4))
              .toList();
      for (var done : threads.invokeAll(parts, 60, TimeUnit.SECONDS)) {
        rooms.add(done.get());
      }
    }
    var result = work.merge(rooms);

    // then
    assertThat(result.sha256()).isEqualTo(whole.sha256());
    assertThat(result.dirtBefore()).isEqualTo(whole.dirtBefore());
    assertThat(result.dirtAfter()).isEqualTo(whole.dirtAfter());
    assertThat(result.psnrAfter()).isEqualTo(whole.psnrAfter());
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 16})
  void cleansToTheSameBytesByManyThreads(int rooms) throws Exception {
    var dirty = dirtyHouse(700, 700, 0.5);
    var whole = Cleaning.clean(dirty);
    var work = Cleaning.workOn(dirty, rooms);

    try (var threads = Executors.newFixedThreadPool(4)) {
      var parts =
          IntStream.range(0, rooms)
              .<Callable<CleanedRoom>>mapToObj(part -> () -> work.compute(part, part % 4))
              .toList();
      for (var done : threads.invokeAll(parts, 60, TimeUnit.SECONDS)) {
        done.get();
      }
    }

    assertThat(work.target().planes()[0]).isEqualTo(whole.planes()[0]);
  }

  @ParameterizedTest
  @CsvSource({"0.05,35", "0.1,32", "0.2,29.5", "0.5,24.5", "0.7,21.5", "0.9,17"})
  void bringsTheHouseBackFromAnyDirt(double dirt, double expectedPsnr) {
    var truth = Cleaning.paint(42, 640, 480);
    var dirty = Cleaning.spill(truth, dirt, 42);

    assertThat(Cleaning.psnr(truth, Cleaning.clean(dirty))).isGreaterThan(expectedPsnr);
  }

  @Test
  void leavesACleanHouseNearlyUntouched() {
    var truth = Cleaning.paint(42, 640, 480);

    assertThat(Cleaning.psnr(truth, Cleaning.clean(truth))).isGreaterThan(55);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.3, 0.5})
  void keepsTrulyBlackAndWhiteAreas(double dirt) {
    // given a grey wall with a black door and a white window
    var truth = Picture.blank(240, 160, 1);
    for (var i = 0; i < truth.pixels(); i++) {
      var x = i % 240;
      truth.planes()[0][i] = (byte) (x < 80 ? 0 : x < 160 ? 120 : 255);
    }

    // when
    var clean = Cleaning.clean(Cleaning.spill(truth, dirt, 4)).planes()[0];

    // then inside of each, nearly nothing is left of the dirt or lost
    assertThat(shareOf(clean, 0, 72, 0)).isGreaterThan(0.999);
    assertThat(shareOf(clean, 88, 152, 120)).isGreaterThan(0.999);
    assertThat(shareOf(clean, 168, 240, 255)).isGreaterThan(0.999);
  }

  @Test
  void cleansEachChannelAndLeavesAlphaAsItIs() {
    // given
    var truth = colours(300, 200);
    var dirty = Cleaning.spill(truth, 0.3, 8);

    // when
    var clean = Cleaning.clean(dirty);

    // then
    assertThat(Cleaning.psnr(truth, clean)).isGreaterThan(40);
    assertThat(clean.alpha()).isEqualTo(truth.alpha());
  }

  @Test
  void reportsRoomsDirtAndQuality() {
    // given
    var work = seeded(new SeededHouse(4, 512, 512, 0.3, 42));

    // when
    var result = work.merge(Cleaning.inOrder(work));

    // then
    assertThat(result.dirtBefore()).isCloseTo(0.29, within(0.02));
    assertThat(result.dirtAfter()).isLessThan(0.002);
    assertThat(result.psnrBefore()).isCloseTo(10.5, within(0.5));
    assertThat(result.psnrAfter()).isGreaterThan(27.0);
    assertThat(result.image()).isNull();
    assertThat(result.sha256()).isEqualTo(Quality.sha256(work.target(), never));
    assertThat(result.rooms()).extracting(room -> room.room()).containsExactly(0, 1, 2, 3);
    assertThat(result.rooms())
        .allSatisfy(room -> {
          assertThat(room.finishedAt()).isAfterOrEqualTo(room.startedAt());
          assertThat(room.startedAt()).isEqualTo(room.startedAt().truncatedTo(ChronoUnit.MICROS));
        });
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,9", "40,1", "3,3"})
  void cleansTheSmallestHouses(int width, int height) {
    var dirty = dirtyHouse(width, height, 0.9);

    assertThat(Cleaning.clean(dirty).pixels()).isEqualTo(width * height);
  }

  private static double orInfinite(@Nullable Double psnr) {
    return psnr == null ? Double.POSITIVE_INFINITY : psnr;
  }

  private HouseWork seeded(SeededHouse order) {
    var rooms = RoomGrid.divide(order.width(), order.height(), order.rooms());
    return new HouseWork(House.seeded(order), rooms, never);
  }

  private Picture dirtyHouse(int width, int height, double dirt) {
    return Cleaning.spill(Cleaning.paint(42, width, height), dirt, 42);
  }

  private static Picture colours(int width, int height) {
    var picture = Picture.blank(width, height, 3);
    var alpha = new byte[width * height];
    for (var i = 0; i < picture.pixels(); i++) {
      var x = i % width;
      var y = i / width;
      picture.planes()[0][i] = (byte) (40 + x * 150 / width);
      picture.planes()[1][i] = (byte) (200 - y * 120 / height);
      picture.planes()[2][i] = (byte) (60 + (x + y) * 140 / (width + height));
      alpha[i] = (byte) (x ^ y);
    }
    return new Picture(width, height, picture.planes(), alpha);
  }

  private static double shareOf(byte[] plane, int fromX, int toX, int grey) {
    var count = 0;
    for (var i = 0; i < plane.length; i++) {
      count += i % 240 >= fromX && i % 240 < toX && (plane[i] & 0xff) == grey ? 1 : 0;
    }
    return count / (160.0 * (toX - fromX));
  }
}

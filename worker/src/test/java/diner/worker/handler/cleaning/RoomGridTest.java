package diner.worker.handler.cleaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoomGridTest {

  @ParameterizedTest
  @CsvSource({"1024,1024,8", "7,3,21", "1,300,256", "300,1,256", "5,5,7", "2,9,17", "1,1,1"})
  void coversEveryPixelOnceWithExactlyTheRoomsAskedFor(int width, int height, int rooms) {
    requireTiling(width, height, rooms);
  }

  @Test
  void coversEveryPixelOnceWhateverTheSizes() {
    var seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    for (var i = 0; i < 2_000; i++) {
      var width = random.nextInt(1, 60);
      var height = random.nextInt(1, 60);
      var rooms = random.nextInt(1, Math.min(256, width * height) + 1);
      assertThat(requireTiling(width, height, rooms)).as("seed %d", seed).isEqualTo(rooms);
    }
  }

  @Test
  void makesRoomsOfNearlyTheSameAreaAndNearlySquare() {
    // given a square house and a number of rooms with no even grid
    var rooms = RoomGrid.divide(1000, 1000, 7);

    // then none is larger than another by more than a few rows of pixels
    assertThat(rooms)
        .allSatisfy(room -> {
          assertThat(room.width() * room.height()).isBetween(142_000, 144_000);
          assertThat((double) room.width() / room.height()).isBetween(0.5, 2.0);
        });
  }

  @Test
  void countsRoomsRowByRow() {
    assertThat(RoomGrid.divide(4, 4, 4))
        .containsExactly(
            new Area(0, 0, 2, 2), new Area(2, 0, 2, 2), new Area(0, 2, 2, 2), new Area(2, 2, 2, 2));
  }

  @Test
  void refusesMoreRoomsThanPixels() {
    assertThatThrownBy(() -> RoomGrid.divide(2, 2, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected 1 to 4 rooms, got 5");
  }

  /** Fails unless the rooms tile the house; returns how many there are. */
  private static int requireTiling(int width, int height, int rooms) {
    var all = RoomGrid.divide(width, height, rooms);
    var visits = new int[width * height];
    for (var room : all) {
      for (var y = room.y(); y < room.y() + room.height(); y++) {
        for (var x = room.x(); x < room.x() + room.width(); x++) {
          visits[y * width + x]++;
        }
      }
    }
    assertThat(visits).containsOnly(1);
    assertThat(all).hasSize(rooms);
    return all.size();
  }
}

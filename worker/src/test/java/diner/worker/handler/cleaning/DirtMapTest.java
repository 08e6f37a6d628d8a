package diner.worker.handler.cleaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import diner.worker.handler.CancelToken;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirtMapTest {

  @ParameterizedTest
  @CsvSource({"128,0.1", "128,0.5", "128,0.9", "0,0.1", "0,0.5", "255,0.2"})
  void tellsTheDensityOfDirtOnGreyBlackAndWhiteWalls(int wall, double density) {
    // given
    var picture = Picture.blank(256, 256, 1);
    Arrays.fill(picture.planes()[0], (byte) wall);
    var dirty = Cleaning.spill(picture, density, 9);

    // when
    var map = surveyed(dirty);

    // then
    assertThat(mean(map, 8, 8)).isCloseTo(density, within(0.04));
    assertThat((double) map.densityAround(4, 4)).isCloseTo(density, within(0.08));
  }

  @Test
  void doesNotTakePrintForDirt() {
    // given black bars on white, as wide as the strokes of letters
    var print = Picture.blank(128, 128, 1);
    for (var i = 0; i < print.pixels(); i++) {
      print.planes()[0][i] = (byte) (i / 128 / 4 % 2 == 0 ? 0 : 255);
    }

    // then
    assertThat(mean(surveyed(print), 4, 4)).isLessThan(0.05);
  }

  @Test
  void findsWhichHalfIsDirty() {
    // given
    var wall = Picture.blank(512, 256, 1);
    Arrays.fill(wall.planes()[0], (byte) 100);
    var dirty = Cleaning.spill(wall, 0.4, 1);
    for (var y = 0; y < 256; y++) {
      Arrays.fill(dirty.planes()[0], y * 512, y * 512 + 256, (byte) 100);
    }

    // when
    var map = surveyed(dirty);

    // then
    assertThat(map.densityAround(2, 4)).isLessThan(0.01f);
    assertThat(map.densityAround(14, 4)).isGreaterThan(0.35f);
  }

  private static DirtMap surveyed(Picture picture) {
    var house = House.of(picture);
    house.prepare(Area.of(picture), new CancelToken());
    return house.dirt(0);
  }

  private static double mean(DirtMap map, int across, int down) {
    var sum = 0.0;
    for (var i = 0; i < across * down; i++) {
      sum += map.densityAround(i % across, i / across);
    }
    return sum / (across * down);
  }
}

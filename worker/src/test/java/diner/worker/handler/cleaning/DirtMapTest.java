package diner.worker.handler.cleaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import diner.worker.handler.CancelToken;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirtMapTest {

  private final CancelToken never = new CancelToken();

  @ParameterizedTest
  @CsvSource({"128,0.1", "128,0.5", "128,0.9", "0,0.1", "0,0.5", "255,0.2"})
  void tellsTheDensityOfDirtOnGreyBlackAndWhiteWalls(int wall, double density) {
    // given
    var picture = Picture.blank(256, 256, 1);
    Arrays.fill(picture.planes()[0], (byte) wall);
    var dirty = Dirt.spill(picture, density, 9, never);

    // when
    var map = DirtMap.of(dirty.planes()[0], 256, 256, never);

    // then
    assertThat(map.mean()).isCloseTo(density, within(0.04));
    assertThat((double) map.densityAt(128, 128)).isCloseTo(density, within(0.08));
  }

  @Test
  void doesNotTakePrintForDirt() {
    // given black bars on white, as wide as the strokes of letters
    var print = Picture.blank(128, 128, 1).planes()[0];
    for (var i = 0; i < print.length; i++) {
      print[i] = (byte) (i / 128 / 4 % 2 == 0 ? 0 : 255);
    }

    // then
    assertThat(DirtMap.of(print, 128, 128, never).mean()).isLessThan(0.05);
  }

  @Test
  void findsWhichHalfIsDirty() {
    // given
    var wall = Picture.blank(512, 256, 1);
    Arrays.fill(wall.planes()[0], (byte) 100);
    var dirty = Dirt.spill(wall, 0.4, 1, never).planes()[0];
    for (var y = 0; y < 256; y++) {
      Arrays.fill(dirty, y * 512, y * 512 + 256, (byte) 100);
    }

    // when
    var map = DirtMap.of(dirty, 512, 256, never);

    // then
    assertThat(map.densityAt(64, 128)).isLessThan(0.01f);
    assertThat(map.densityAt(448, 128)).isGreaterThan(0.35f);
  }
}

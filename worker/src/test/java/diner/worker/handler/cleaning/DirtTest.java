package diner.worker.handler.cleaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirtTest {

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.2, 0.9})
  void hitsTheShareAskedForHalfBlackHalfWhite(double share) {
    // given a grey wall
    var wall = grey(500, 400);

    // when
    var dirty = Cleaning.spill(wall, share, 11).planes()[0];

    // then each colour has half of the share, within five standard deviations
    assertThat(shareOf(dirty, 0)).isCloseTo(share / 2, within(0.006));
    assertThat(shareOf(dirty, 255)).isCloseTo(share / 2, within(0.006));
    assertThat(shareOf(dirty, 128)).isCloseTo(1 - share, within(0.006));
  }

  @Test
  void leavesAHouseWithoutDirtAsItWas() {
    var house = Cleaning.paint(3, 64, 64);

    assertThat(Cleaning.spill(house, 0, 3).planes()[0]).isEqualTo(house.planes()[0]);
  }

  @Test
  void hitsAllChannelsOfAPixelAtOnce() {
    var colours = Picture.blank(100, 100, 3);
    for (var plane : colours.planes()) {
      Arrays.fill(plane, (byte) 90);
    }

    var dirty = Cleaning.spill(colours, 0.5, 5);

    assertThat(dirty.planes()[1]).isEqualTo(dirty.planes()[0]);
    assertThat(dirty.planes()[2]).isEqualTo(dirty.planes()[0]);
    assertThat(shareOf(dirty.planes()[0], 90)).isCloseTo(0.5, within(0.03));
  }

  private static Picture grey(int width, int height) {
    var picture = Picture.blank(width, height, 1);
    Arrays.fill(picture.planes()[0], (byte) 128);
    return picture;
  }

  private static double shareOf(byte[] plane, int grey) {
    var count = 0;
    for (var sample : plane) {
      count += (sample & 0xff) == grey ? 1 : 0;
    }
    return (double) count / plane.length;
  }
}

package diner.worker.handler.cleaning;

import static org.assertj.core.api.Assertions.assertThat;

import diner.worker.handler.CancelToken;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HousePainterTest {

  private final CancelToken never = new CancelToken();

  /** Pins the house of a seed for good: a change here changes what every seed means. */
  @Test
  void paintsTheSameHouseOnEveryMachine() {
    var house = Cleaning.paint(42, 640, 480);

    assertThat(Quality.sha256(house, never))
        .isEqualTo("e99e67760bc538f2bf18e3fe754371684b8627784d417e64f294043569d6b471");
  }

  @Test
  void paintsAnotherHouseForAnotherSeed() {
    var one = Cleaning.paint(1, 200, 200);
    var two = Cleaning.paint(2, 200, 200);

    assertThat(Cleaning.psnr(one, two)).isLessThan(25);
  }

  @Test
  void hasTrueBlackTrueWhiteAndManyGreys() {
    var seen = new int[256];
    for (var sample : Cleaning.paint(7, 512, 512).planes()[0]) {
      seen[sample & 0xff]++;
    }

    assertThat(seen[0]).isGreaterThan(5_000);
    assertThat(seen[255]).isGreaterThan(1_000);
    assertThat(IntStream.of(seen).filter(count -> count > 0).count()).isGreaterThan(150);
  }

  @Test
  void paintsHousesOfAnySize() {
    for (var width = 1; width < 140; width += 9) {
      for (var height = 1; height < 140; height += 7) {
        var house = Cleaning.paint(width * 31L + height, width, height);

        assertThat(house.pixels()).isEqualTo(width * height);
        assertThat(house.planes()[0]).isNotEqualTo(new byte[width * height]);
      }
    }
  }

  @Test
  void paintsVeryLongHouses() {
    assertThat(Cleaning.paint(1, 300_000, 1).planes()[0]).hasSize(300_000);
    assertThat(Cleaning.paint(1, 50, 30_000).planes()[0]).hasSize(1_500_000);
  }
}

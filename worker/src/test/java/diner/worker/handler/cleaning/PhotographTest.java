package diner.worker.handler.cleaning;

import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.message.CleaningOrder.PictureHouse;
import diner.worker.handler.CancelToken;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How good the cleaning is where nobody made the picture for it. The figures are printed. */
class PhotographTest {

  /** What we owe, in dB, over the best that a plain median can do. */
  private static final double MARGIN = 3;

  private static final long SEED = 42;

  private final CancelToken never = new CancelToken();

  /** Dirt as it falls on sensors and paper: black or white in all channels at once. */
  @ParameterizedTest
  @CsvSource({
    "ASTRONAUT,0.1", "ASTRONAUT,0.2", "ASTRONAUT,0.5",
    "CAMERA,0.1", "CAMERA,0.2", "CAMERA,0.5",
    "CHELSEA,0.1", "CHELSEA,0.2", "CHELSEA,0.5"
  })
  void beatsTheBestPlainMedianBy3DecibelsOnDirtyPixels(Photograph photograph, double dirt) {
    var truth = photograph.picture();

    assertBetter(photograph, "pixels", dirt, truth, Cleaning.spill(truth, dirt, SEED));
  }

  /** Dirt as it falls on wires: each channel hit for itself, which leaves pixels of odd colours. */
  @ParameterizedTest
  @CsvSource({
    "ASTRONAUT,0.1", "ASTRONAUT,0.2", "ASTRONAUT,0.5",
    "CHELSEA,0.1", "CHELSEA,0.2", "CHELSEA,0.5"
  })
  void beatsTheBestPlainMedianBy3DecibelsOnDirtyChannels(Photograph photograph, double dirt) {
    var truth = photograph.picture();

    assertBetter(photograph, "channels", dirt, truth, Cleaning.spillEachChannel(truth, dirt, SEED));
  }

  @Test
  void takesAndReturnsColourWithAlphaAsItIs() {
    // given
    var truth = Photograph.CHELSEA.withAlpha();
    var file = PictureFiles.encode(Cleaning.spill(truth, 0.2, SEED), never);

    // when
    var work = new CleaningHandler().begin(new PictureHouse(3, file), Cleaning.job(never));
    var result = work.merge(Cleaning.inOrder(work));

    // then
    var cleaned = PictureFiles.decode(Objects.requireNonNull(result.image()), never);
    assertThat(cleaned.alpha()).isEqualTo(truth.alpha());
    assertThat(Cleaning.psnr(truth, cleaned)).isGreaterThan(39);
  }

  private static void assertBetter(
      Photograph photograph, String hit, double dirt, Picture truth, Picture dirty) {
    var median = PlainMedian.best(truth, dirty);
    var ours = Cleaning.psnr(truth, Cleaning.clean(dirty));

    System.out.println(
        String.format(
            Locale.ROOT,
            "%-9s %2.0f %% of %-8s dirty %5.2f dB, best plain median %.2f dB (%d x %d, %d times), ours %.2f dB",
            photograph,
            dirt * 100,
            hit,
            Cleaning.psnr(truth, dirty),
            median.psnr(),
            median.window(),
            median.window(),
            median.times(),
            ours));
    assertThat(ours - median.psnr()).isGreaterThanOrEqualTo(MARGIN);
  }
}

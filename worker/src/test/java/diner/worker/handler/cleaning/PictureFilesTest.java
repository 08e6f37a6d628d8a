package diner.worker.handler.cleaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diner.worker.handler.CancelToken;
import diner.worker.handler.JobFault;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFilesTest {

  private final CancelToken never = new CancelToken();

  @ParameterizedTest
  @CsvSource({"1,false", "1,true", "3,false", "3,true"})
  void readsBackThePngThatItWrote(int channels, boolean hasAlpha) {
    // given every byte value in every plane
    var picture = bytes(40, 30, channels, hasAlpha);

    // when
    var file = PictureFiles.encode(picture, never);
    var back = PictureFiles.decode(file, never);

    // then
    assertThat(back.planes()).isDeepEqualTo(picture.planes());
    assertThat(back.alpha()).isEqualTo(picture.alpha());
    assertThat(PictureFiles.header(file))
        .isEqualTo(new PictureFiles.Header(40, 30, channels + (hasAlpha ? 1 : 0)));
  }

  /** The JDK's own conversion to RGB would bend these greys. */
  @Test
  void keepsTheGreysOfAGreyPng() throws IOException {
    var image = new BufferedImage(256, 1, BufferedImage.TYPE_BYTE_GRAY);
    for (var x = 0; x < 256; x++) {
      image.getRaster().setSample(x, 0, 0, x);
    }

    var picture = PictureFiles.decode(file(image, "png"), never);

    assertThat(picture.planes()).hasDimensions(1, 256);
    for (var x = 0; x < 256; x++) {
      assertThat(picture.planes()[0][x]).isEqualTo((byte) x);
    }
  }

  @Test
  void readsColoursInTheOrderRedGreenBlue() throws IOException {
    var image = new BufferedImage(2, 1, BufferedImage.TYPE_3BYTE_BGR);
    image.setRGB(0, 0, 0x102030);
    image.setRGB(1, 0, 0xfffefd);

    var picture = PictureFiles.decode(file(image, "png"), never);

    assertThat(picture.planes()[0]).containsExactly(0x10, 0xff);
    assertThat(picture.planes()[1]).containsExactly(0x20, 0xfe);
    assertThat(picture.planes()[2]).containsExactly(0x30, 0xfd);
    assertThat(picture.alpha()).isNull();
  }

  @Test
  void reducesSixteenBitsToEight() throws IOException {
    var image = new BufferedImage(4, 1, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setPixels(0, 0, 4, 1, new int[] {0, 257, 32768, 65535});

    var picture = PictureFiles.decode(file(image, "png"), never);

    assertThat(picture.planes()[0]).containsExactly(0, 1, 128, 255);
  }

  @Test
  void resolvesPalettesOfColoursAndOfGreys() throws IOException {
    var colours =
        new IndexColorModel(2, 3, new int[] {0xffff0000, 0xff00ff00, 0x80000000}, 0, true, -1, 0);
    var greys =
        new IndexColorModel(1, 2, new byte[] {0, -1}, new byte[] {0, -1}, new byte[] {0, -1});
    var coloured = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_BINARY, colours);
    coloured.getRaster().setPixels(0, 0, 3, 1, new int[] {0, 1, 2});
    var grey = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY, greys);
    grey.getRaster().setPixels(0, 0, 2, 1, new int[] {1, 0});

    var three = PictureFiles.decode(file(coloured, "png"), never);
    var one = PictureFiles.decode(file(grey, "png"), never);

    assertThat(three.planes()[0]).containsExactly(0xff, 0, 0);
    assertThat(three.planes()[1]).containsExactly(0, 0xff, 0);
    assertThat(three.alpha()).containsExactly(0xff, 0xff, 0x80);
    assertThat(one.planes()).hasDimensions(1, 2);
    assertThat(one.planes()[0]).containsExactly(0xff, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_3BYTE_BGR})
  void readsJpeg(int type) throws IOException {
    // given a smooth picture, which JPEG hardly changes
    var image = new BufferedImage(64, 48, type);
    for (var i = 0; i < 64 * 48; i++) {
      var grey = 60 + i % 64 * 2;
      image.getRaster().setPixel(i % 64, i / 64, new int[] {grey, grey, grey});
    }

    // when
    var picture = PictureFiles.decode(file(image, "jpeg"), never);

    // then
    assertThat(picture.planes().length).isEqualTo(type == BufferedImage.TYPE_BYTE_GRAY ? 1 : 3);
    for (var plane : picture.planes()) {
      for (var i = 0; i < plane.length; i++) {
        assertThat(plane[i] & 0xff).isBetween(60 + i % 64 * 2 - 6, 60 + i % 64 * 2 + 6);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GIF89a, say", "<svg/>", "x"})
  void namesTheFirstBytesOfWhatIsNoPicture(String content) {
    var file = content.getBytes(StandardCharsets.US_ASCII);

    assertThatThrownBy(() -> PictureFiles.header(file))
        .isInstanceOfSatisfying(
            JobFault.class,
            fault -> {
              assertThat(fault.type()).isEqualTo("malformed");
              assertThat(fault.kind()).isEqualTo(JobFault.Kind.PERMANENT);
              assertThat(fault.message())
                  .startsWith(
                      "image: expected a PNG or JPEG, found %d bytes that begin with %02x"
                          .formatted(file.length, file[0]));
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg"})
  void callsATruncatedFileMalformed(String format) throws IOException {
    // given a picture that does not compress to next to nothing, cut in its middle
    var house = Cleaning.paint(1, 120, 120);
    var whole = file(PictureRasters.image(house), format);
    var half = Arrays.copyOf(whole, whole.length / 2);

    // then
    assertThatThrownBy(() -> PictureFiles.decode(half, never))
        .isInstanceOfSatisfying(
            JobFault.class,
            fault -> {
              assertThat(fault.type()).isEqualTo("malformed");
              assertThat(fault.message()).startsWith("image: expected a PNG or JPEG, found a ");
            });
  }

  @Test
  void stopsDecodingAndEncodingWhenCancelled() {
    var house = Cleaning.paint(1, 120, 120);
    var file = PictureFiles.encode(house, never);
    var cancelled = new CancelToken();
    cancelled.cancel();

    assertThatThrownBy(() -> PictureFiles.decode(file, cancelled))
        .isInstanceOfSatisfying(
            JobFault.class, fault -> assertThat(fault.type()).isEqualTo("cancelled"));
    assertThatThrownBy(() -> PictureFiles.encode(house, cancelled))
        .isInstanceOfSatisfying(
            JobFault.class, fault -> assertThat(fault.type()).isEqualTo("cancelled"));
  }

  private static byte[] file(BufferedImage image, String format) throws IOException {
    var bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, bytes)).isTrue();
    return bytes.toByteArray();
  }

  private static Picture bytes(int width, int height, int channels, boolean hasAlpha) {
    var picture = Picture.blank(width, height, channels);
    for (var channel = 0; channel < channels; channel++) {
      for (var i = 0; i < width * height; i++) {
        picture.planes()[channel][i] = (byte) (i * (channel + 1));
      }
    }
    var alpha = picture.planes()[0].clone();
    Arrays.fill(alpha, 0, 100, (byte) 77);
    return new Picture(width, height, picture.planes(), hasAlpha ? alpha : null);
  }
}

package diner.shared.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"number\":0}|number must be 1 to 100, was 0",
        "{\"number\":101}|number must be 1 to 100, was 101",
        "{\"number\":\"two\"}|number: expected an integer, got \"two\"",
        "{\"number\":2.5}|number: expected an integer, got 2.5",
        "{\"number\":true}|number: expected an integer, got boolean",
        "{\"number\":null}|number: expected an integer, got null",
        "{\"number\":[1]}|number: expected an integer, got array",
        "{\"number\":1,\"onions\":1}|unknown field 'onions'; known: number",
        "{\"number\":1,\"number\":1}|expected each field once, got more: Duplicate field 'number'",
        "{}|missing field 'number'",
        "[1]|expected a JSON object (line 1, column 1)",
        "``|expected a JSON object, got nothing",
        "null|expected a JSON object, got null",
        "{\"number\":1}{}|expected one JSON object, got more behind it",
        "{\"number\":1|not JSON: it ends too early (line 1, column 12)",
      })
  void saysWhatIsWrongWithABurgersOrder(String json, String message) {
    assertThatThrownBy(() -> read(json, BurgersOrder.class))
        .isInstanceOf(InvalidPayload.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"rooms\":8}|expected either image, or all of width, height, dirt and seed",
        "{\"rooms\":0,\"width\":1,\"height\":1,\"dirt\":0,\"seed\":1}|rooms must be 1 to 256, was 0",
        "{\"rooms\":1,\"width\":0,\"height\":1,\"dirt\":0,\"seed\":1}|width and height must be at"
            + " least 1, were 0 and 1",
        "{\"rooms\":1,\"width\":1,\"height\":1,\"dirt\":0.91,\"seed\":1}|dirt must be 0 to 0.9, was"
            + " 0.91",
        "{\"rooms\":1,\"image\":\"%%\"}|image: expected base64",
        "{\"rooms\":1,\"image\":\"\"}|image must be a PNG or JPEG in base64, was empty",
        "{\"rooms\":1,\"image\":\"AQ==\",\"seed\":1}|expected either image, or width, height, dirt"
            + " and seed, but got both",
      })
  void saysWhatIsWrongWithACleaningOrder(String json, String message) {
    assertThatThrownBy(() -> read(json, CleaningOrder.class))
        .isInstanceOf(InvalidPayload.class)
        .hasMessage(message);
  }

  @Test
  void readsEitherFormOfACleaningOrder() throws Exception {
    var seeded = new CleaningOrder.SeededHouse(8, 1024, 512, 0.2, -42);
    assertThat(Json.read(Json.bytes(seeded), CleaningOrder.class)).isEqualTo(seeded);

    var picture = new CleaningOrder.PictureHouse(3, new byte[] {1, 2, 3});
    var read = (CleaningOrder.PictureHouse) Json.read(Json.bytes(picture), CleaningOrder.class);
    assertThat(read.rooms()).isEqualTo(3);
    assertThat(read.image()).containsExactly(1, 2, 3);
  }

  @Test
  void writesInstantsWithMicroseconds() throws Exception {
    var instant = Instant.parse("2026-01-01T12:00:00.000001999Z");

    var json = new String(Json.bytes(instant), UTF_8);

    assertThat(json).isEqualTo("\"2026-01-01T12:00:00.000001Z\"");
    assertThat(read(json, Instant.class)).isEqualTo(Instant.parse("2026-01-01T12:00:00.000001Z"));
  }

  @Test
  void refusesNestingWithoutEnd() {
    assertThatThrownBy(() -> read("{\"number\":" + "[".repeat(10_000), BurgersOrder.class))
        .isInstanceOf(InvalidPayload.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void randomBytesAreRefusedAndNothingElse(long seed) {
    var random = new Random(seed);
    for (var i = 0; i < 2_000; i++) {
      var bytes = "{\"rooms\":8,\"width\":4,\"height\":4,\"dirt\":0.2,\"seed\":42}".getBytes(UTF_8);
      for (var changes = random.nextInt(1, 6); changes > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        Json.read(bytes, CleaningOrder.class);
      } catch (InvalidPayload expected) {
        assertThat(expected.getMessage())
            .as("seed %d, case %d", seed, i)
            .isNotBlank()
            .doesNotContain("\n", "jackson", "REDACTED");
      }
    }
  }

  private static <T> T read(String json, Class<T> type) throws InvalidPayload {
    return Json.read(json.getBytes(UTF_8), type);
  }
}

package diner.shared.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that nobody should send: each is a value or refused in one short line, at little cost. */
class HostileJsonTest {

  private static final int MIB = 1 << 20;
  private static final int CASES = 20_000;

  /**
   * An object of 100,000 fields, the dearest that is read, takes about 60 bytes for each of its.
   */
  private static final long MOST_BYTES = 200L * MIB;

  private static final List<Class<?>> TYPES =
      List.of(
          BurgersOrder.class,
          CleaningOrder.class,
          Burgers.class,
          CleanHouse.class,
          Reply.class,
          ObjectNode.class);

  private static final List<String> VALID =
      List.of(
          "{\"number\":2}",
          "{\"rooms\":8,\"width\":4,\"height\":4,\"dirt\":0.2,\"seed\":42}",
          "{\"rooms\":8,\"image\":\"iVBORw0KGgo=\"}",
          "{\"burgers\":[\"ham\",\"ä\"]}",
          "{\"job\":\"a\",\"kind\":\"burgers\",\"status\":\"failed\",\"error\":{\"type\":\"t\","
              + "\"message\":\"m\"},\"attempts\":1,\"redrives\":0,\"batch\":null,"
              + "\"source\":{\"topic\":\"jobs.burgers\",\"partition\":2,\"offset\":41},"
              + "\"worker\":\"w\",\"enqueuedAt\":\"2026-11-22T12:00:00Z\","
              + "\"startedAt\":\"2026-11-22T12:00:00.1Z\",\"finishedAt\":\"2026-11-22T12:00:01Z\","
              + "\"thread\":\"t\"}");

  private static final List<String> BITS =
      List.of(
          "null",
          "[]",
          "{}",
          "-1",
          "1e999999999",
          "\"\"",
          "\"\\u0000\\n\\u2028\"",
          "\\ud800",
          "\"x\\ny\":1,",
          "9".repeat(900),
          "\"" + "n".repeat(3_000) + "\":",
          "[".repeat(101),
          "\"+1000000000-12-31T23:59:59.999999999Z\"");

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void isAValueOrIsRefusedInOneShortLine() {
    var seed = Long.getLong("test.seed", System.nanoTime());
    System.out.println("hostile JSON: -Dtest.seed=" + seed);
    var random = new Random(seed);
    for (var i = 0; i < CASES; i++) {
      var json = i % 4 == 0 ? anything(random) : mutated(random);
      for (var type : TYPES) {
        var message = refusal(json, type, "seed %d, case %d".formatted(seed, i));
        assertThat(message)
            .as("seed %d, case %d, %s: %s", seed, i, type, new String(json, ISO_8859_1))
            .isNotBlank()
            .hasSizeLessThanOrEqualTo(401)
            .doesNotContainPattern("[\\p{Cc}\\u2028\\u2029]")
            .doesNotContain("StreamReadConstraints", "diner.shared", "jackson", "Cannot invoke");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("large")
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void costsLittleHoweverLarge(Large large) {
    for (var type : TYPES) {
      var before = allocatedBytes();
      var message = refusal(large.json(), type, large.name());
      var bytes = allocatedBytes() - before;

      assertThat(bytes).as("bytes allocated for %s, %s", large, type).isLessThan(MOST_BYTES);
      assertThat(message).as("%s, %s", large, type).hasSizeLessThan(200);
      if (large.isRefused()) {
        assertThat(message).as("%s, %s", large, type).isNotEqualTo(READ);
      }
    }
  }

  static Stream<Large> large() {
    return Stream.of(
        new Large("digits", "9".repeat(MIB), true),
        new Large("digits of a field", "{\"number\":" + "9".repeat(MIB) + "}", true),
        new Large("digits behind a point", "{\"dirt\":0." + "9".repeat(100_000) + "}", true),
        new Large("brackets", "[".repeat(MIB), true),
        new Large("brackets in a field", "{\"number\":" + "[".repeat(MIB), true),
        new Large("one field again and again", fields("number", 500_000), true),
        new Large("another, unknown", fields("a", 500_000), true),
        new Large("a long name", "{\"" + "n".repeat(MIB) + "\":1}", true),
        new Large("a word that is none", "{\"number\":" + "x".repeat(MIB) + "}", true),
        new Large("nothing but space", " ".repeat(MIB), true),
        new Large("a million empty arrays", "{\"a\":[" + "[],".repeat(500_000) + "1]}", true),
        new Large("a text", "{\"a\":\"" + "x".repeat(MIB) + "\"}", false),
        new Large("a huge exponent", "{\"number\":1e999999999}", false),
        new Large("many numbers", "{\"a\":[" + "1,".repeat(MIB / 2) + "1]}", false),
        new Large("many fields", manyFields(), false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void refusesOtherEncodingsThanUtf8(String charset) {
    var json = "{\"number\":1}".getBytes(Charset.forName(charset));

    assertThatThrownBy(() -> Json.read(json, BurgersOrder.class))
        .isInstanceOf(InvalidPayload.class)
        .hasMessage("not JSON: expected UTF-8");
  }

  /** What looks like UTF-32 that is broken: no error of JSON's, for the parser. */
  @ParameterizedTest
  @ValueSource(strings = {"0000007b01", "0000007bff010101", "0000feffff010101", "0000fffe00"})
  void refusesWhatCanBeNoEncoding(String hex) {
    assertThatThrownBy(() -> Json.read(HexFormat.of().parseHex(hex), BurgersOrder.class))
        .isInstanceOf(InvalidPayload.class);
  }

  @Test
  void passesByTheMarkOfUtf8() throws Exception {
    assertThat(Json.read("\ufeff{\"number\":1}".getBytes(UTF_8), BurgersOrder.class))
        .isEqualTo(new BurgersOrder(1));
  }

  private static final String READ = "it was read";

  /** Why it is refused; anything else than a value or the declared error fails the test. */
  private static String refusal(byte[] json, Class<?> type, String which) {
    try {
      assertThat((Object) Json.read(json, type)).isNotNull();
      return READ;
    } catch (InvalidPayload refused) {
      return String.valueOf(refused.getMessage());
    } catch (Throwable other) {
      var text = HexFormat.of().formatHex(json, 0, Math.min(500, json.length));
      throw new AssertionError("%s, %s: %s".formatted(which, type, text), other);
    }
  }

  private static byte[] anything(Random random) {
    var json = new byte[random.nextInt(random.nextInt(10) == 0 ? 2_000 : 12)];
    random.nextBytes(json);
    for (var i = 0; i < Math.min(4, json.length); i++) {
      switch (random.nextInt(4)) {
        case 0 -> json[i] = 0;
        case 1 -> json[i] = (byte) "{[\"1nt".charAt(random.nextInt(6));
        case 2 -> json[i] = (byte) (0xfe + random.nextInt(2));
        default -> {
          // as it fell
        }
      }
    }
    return json;
  }

  private static byte[] mutated(Random random) {
    var valid = VALID.get(random.nextInt(VALID.size())).getBytes(UTF_8);
    var json = new ByteArrayOutputStream();
    var chance = 1 + random.nextInt(valid.length);
    for (var octet : valid) {
      switch (random.nextInt(chance) == 0 ? random.nextInt(5) : 5) {
        case 0 -> json.write(random.nextInt(256));
        case 1 -> json.writeBytes(BITS.get(random.nextInt(BITS.size())).getBytes(UTF_8));
        case 2 -> json.write(octet ^ (1 << random.nextInt(8)));
        case 3 -> {
          json.write(octet);
          json.write(octet);
        }
        case 4 -> {
          // left out
        }
        default -> json.write(octet);
      }
    }
    return json.toByteArray();
  }

  private static String fields(String name, int times) {
    return "{" + "\"%s\":1,".formatted(name).repeat(times) + "\"%s\":1}".formatted(name);
  }

  private static String manyFields() {
    var json = new StringBuilder("{");
    for (var i = 0; json.length() < MIB; i++) {
      json.append('"').append(Integer.toString(i, 36)).append("\":1,");
    }
    return json + "\"\":1}";
  }

  private static long allocatedBytes() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  /**
   * A MiB or so.
   *
   * @param isRefused whatever is expected; else a type may read it
   */
  record Large(String name, byte[] json, boolean isRefused) {

    Large(String name, String json, boolean isRefused) {
      this(name, json.getBytes(UTF_8), isRefused);
    }

    @Override
    public String toString() {
      return name;
    }
  }
}

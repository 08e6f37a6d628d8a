package diner.worker.handler.burgers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import diner.worker.handler.JobFault;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a kitchen answers: it is burgers or a fault, and no pause beyond an hour. */
class HostileAnswersTest {

  private static final int CASES = 100_000;

  private static final List<String> BODIES =
      List.of(
          "{\"burgers\":[\"a\",\"b\"]}",
          "{\"burgers\":[\"a\",null]}",
          "{\"burgers\":null,\"more\":{\"a\":[1e999999999]}}",
          "\u0000\u0000\u0000{\"burgers\":[]}",
          "null");

  private static final List<String> PAUSES =
      List.of(
          "5",
          "-1",
          "99999999999999999999999999999999",
          "٣",
          "Sun, 22 Nov 2026 12:00:00 GMT",
          "Sun, 22 Nov 99999 12:00:00 +9999",
          "");

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void isBurgersOrAFault() {
    var seed = Long.getLong("test.seed", System.nanoTime());
    System.out.println("hostile answers: -Dtest.seed=" + seed);
    var random = new Random(seed);
    var now = Instant.parse("2026-11-22T11:59:00Z");
    for (var i = 0; i < CASES; i++) {
      var status = random.nextBoolean() ? 200 : 100 + random.nextInt(900);
      var body = mutated(BODIES, random);
      var retryAfter = random.nextInt(5) == 0 ? null : new String(mutated(PAUSES, random), UTF_8);
      try {
        check(new Answer(status, retryAfter, body), now);
      } catch (Throwable thrown) {
        throw new AssertionError(
            "seed %d, case %d: %d, '%s', body %s"
                .formatted(seed, i, status, retryAfter, HexFormat.of().formatHex(body)),
            thrown);
      }
      assertBounded(RetryAfter.parse(retryAfter, now).orElse(null));
    }
  }

  private static void check(Answer answer, Instant now) {
    try {
      assertThat(answer.burgers("GET /burgers", 2, now).burgers()).hasSize(2);
    } catch (JobFault fault) {
      assertThat(fault.message()).hasLineCount(1).hasSizeLessThan(1_000);
    }
  }

  private static void assertBounded(@Nullable Duration pause) {
    if (pause != null) {
      assertThat(pause).isBetween(Duration.ZERO, RetryAfter.LONGEST);
    }
  }

  private static byte[] mutated(List<String> valid, Random random) {
    var bytes = valid.get(random.nextInt(valid.size())).getBytes(UTF_8);
    for (var changes = bytes.length == 0 ? 0 : random.nextInt(4); changes > 0; changes--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }
}

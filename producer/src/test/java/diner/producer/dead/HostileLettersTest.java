package diner.producer.dead;

import static org.assertj.core.api.Assertions.assertThat;

import diner.producer.Hostile;
import diner.shared.message.DeadLetterHeaders;
import diner.shared.message.Headers;
import diner.shared.message.Json;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Records that anybody wrote to the topic of dead letters, as the commands read and show them. */
class HostileLettersTest {

  private static final int CASES = 15_000;

  private static final List<String> NAMES =
      List.of(
          DeadLetterHeaders.TOPIC,
          DeadLetterHeaders.PARTITION,
          DeadLetterHeaders.OFFSET,
          DeadLetterHeaders.TIMESTAMP,
          DeadLetterHeaders.REASON,
          DeadLetterHeaders.ERROR_TYPE,
          DeadLetterHeaders.ERROR_MESSAGE,
          DeadLetterHeaders.ATTEMPTS,
          DeadLetterHeaders.WORKER,
          DeadLetterHeaders.VALUE_OMITTED,
          DeadLetterHeaders.REDRIVEN,
          Headers.JOB_ID,
          Headers.JOB_KIND,
          Headers.REDRIVES,
          Headers.DEADLINE,
          "kafka_dlt-original-offset",
          "größe\n");

  private static final List<String> TEXTS =
      List.of(
          "jobs.burgers",
          "2",
          "41",
          "999999999999999999",
          "9223372036854775807",
          "-1",
          "٣",
          "exhausted",
          "two\nlines\u001b[31m",
          "{\"number\":1}",
          " ");

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void areReadAndShownAsFarAsTheyCanBe() {
    var hostile = Hostile.seeded("hostile letters");
    for (var i = 0; i < CASES; i++) {
      var headers = new Headers(hostile.headers(NAMES, TEXTS));
      var key = hostile.random().nextBoolean() ? null : hostile.bytes(TEXTS);
      var value = hostile.random().nextBoolean() ? null : hostile.bytes(TEXTS);
      var record = LetterSample.consumed(i, key, value, headers);
      try {
        var redriven = LetterRecords.redriven(record);
        assertThat(redriven.orElse(0)).isBetween(0L, (long) i);
        assertThat(LetterRecords.isMarker(record) && value != null).isFalse();
        show(LetterRecords.letter(record));
      } catch (Throwable thrown) {
        throw new AssertionError("%s: %s".formatted(hostile.name(i), headers), thrown);
      }
    }
  }

  private static void show(Letter letter) {
    assertThat(LetterText.lines(letter, false))
        .allSatisfy(line -> assertThat(line).doesNotContain("\n", "\u001b", "\u009b"));
    assertThat(Json.bytes(LetterJson.of(letter, true))).isNotEmpty();
    var tallies = new Tallies();
    tallies.add(letter, false);
    assertThat(tallies.all()).hasSize(1);
    letter
        .origin()
        .ifPresent(origin -> {
          var job = LetterRecords.job(letter, origin, null);
          assertThat(job.topic()).isEqualTo(origin.topic());
          assertThat(job.headers().lastHeader(Headers.JOB_ID)).isNotNull();
        });
  }
}

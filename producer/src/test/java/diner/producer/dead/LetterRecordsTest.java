package diner.producer.dead;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.kafka.RecordHeaders;
import diner.shared.message.Header;
import diner.shared.message.Headers;
import diner.shared.message.Turn;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LetterRecordsTest {

  private static final Turn ORIGIN = new Turn("jobs.burgers", 2, 41);

  private static List<Header> headersOf(ProducerRecord<byte[], byte[]> record) {
    return RecordHeaders.of(record.headers()).all();
  }

  @Test
  void bringsBackKeyValueAndTheJobsOwnHeadersByteForByte() {
    var binary = new Header("kafka_correlationId", new byte[] {0, -1, 7});
    var twice = Header.of("traceparent", "00-1");
    var none = new Header("empty", null);
    var letter =
        LetterSample.of("jobs.burgers", twice, Header.of("job-id", "j"), binary, none, twice)
            .withKey("table 7")
            .at(5);

    var job = LetterRecords.job(letter, ORIGIN, null);

    assertThat(job.topic()).isEqualTo("jobs.burgers");
    assertThat(job.partition()).isNull();
    assertThat(job.timestamp()).isNull();
    assertThat(job.key()).isEqualTo("table 7".getBytes(UTF_8));
    assertThat(job.value()).isEqualTo("{\"number\":2}".getBytes(UTF_8));
    assertThat(headersOf(job))
        .containsExactly(
            twice, Header.of("job-id", "j"), binary, none, twice, Header.of("job-redrives", "1"));
  }

  @Test
  void leavesOutTimesThatAreOverAndCountsOn() {
    var letter =
        LetterSample.of("jobs.burgers", Header.of("job-id", "j"))
            .with("deadline", "2026-11-22T16:36:34Z")
            .with("not-before", "2026-11-22T16:36:34Z")
            .with("job-redrives", "2")
            .at(5);

    assertThat(headersOf(LetterRecords.job(letter, ORIGIN, 3)))
        .containsExactly(Header.of("job-id", "j"), Header.of("job-redrives", "3"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 201})
  void aJobWithoutAnIdThatCanBeOneKeepsItsTurnAsItsIdentity(int length) {
    var sample = LetterSample.of("jobs.burgers");
    var letter = (length == 0 ? sample : sample.with("job-id", "x".repeat(length))).at(5);

    assertThat(letter.job()).isEqualTo("jobs.burgers/2@41");
    assertThat(headersOf(LetterRecords.job(letter, ORIGIN, 0)))
        .containsExactly(Header.of("job-id", "jobs.burgers/2@41"), Header.of("job-redrives", "1"));
  }

  @Test
  void aMarkerNamesItsLetterAndIsReadAsOne() {
    var marker = LetterRecords.marker(LetterSample.of("jobs.burgers").at(5));

    assertThat(marker.topic()).isEqualTo(LetterSample.DEAD_LETTERS);
    assertThat(marker.partition()).isZero();
    assertThat(marker.value()).isNull();
    assertThat(marker.key()).isNull();
    var read = LetterSample.consumed(9, null, null, RecordHeaders.of(marker.headers()));
    assertThat(LetterRecords.isMarker(read)).isTrue();
    assertThat(LetterRecords.redriven(read)).hasValue(5);
  }

  @Test
  void aLetterIsNoMarkerWhateverItsJobSaid() {
    var said = LetterSample.of("jobs.burgers").with("dead-letter-redriven", "3").withValue(null);
    var byAStranger = Headers.NONE.plus("dead-letter-redriven", "3");

    var withoutValue = LetterSample.consumed(9, null, null, said.headers());
    var withValue = LetterSample.consumed(9, null, new byte[0], byAStranger);
    var omitted =
        LetterSample.consumed(9, null, null, Headers.NONE.plus("dead-letter-value-omitted", "3"));

    assertThat(LetterRecords.isMarker(withoutValue)).isFalse();
    assertThat(LetterRecords.isMarker(withValue)).isFalse();
    assertThat(LetterRecords.isMarker(omitted)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "nine", "9", "10", "99999999999999999999"})
  void aMarkerOfNoLetterBeforeItMarksNothing(String offset) {
    var marker =
        LetterSample.consumed(9, null, null, Headers.NONE.plus("dead-letter-redriven", offset));

    assertThat(LetterRecords.redriven(marker)).isEmpty();
  }

  @Test
  void aLetterThatDoesNotSayWhereItsJobLayIsForeign() {
    for (var name : List.of("dead-letter-topic", "dead-letter-partition", "dead-letter-offset")) {
      var kept =
          LetterSample.of("jobs.burgers").headers().all().stream()
              .filter(header -> !header.name().equals(name))
              .toList();
      var letter = LetterRecords.letter(LetterSample.consumed(9, null, null, new Headers(kept)));

      assertThat(letter.origin()).as(name).isEmpty();
      assertThat(letter.reason()).isEqualTo("foreign");
      assertThat(letter.job()).isEqualTo("-");
    }
  }
}

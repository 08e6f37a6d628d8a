package diner.producer.dead;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import diner.producer.CliRun;
import diner.producer.SharedKafka;
import diner.shared.kafka.RecordHeaders;
import diner.shared.message.Header;
import diner.shared.message.Headers;
import diner.shared.message.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code dead list}, {@code show} and {@code redrive} on a real broker. */
@Timeout(90)
class DeadCommandsIT {

  private LetterBox box;

  @BeforeEach
  void open() {
    box = new LetterBox(SharedKafka.bootstrapServers());
  }

  @AfterEach
  void close() {
    box.close();
  }

  private static List<JsonNode> json(CliRun run) throws IOException {
    var nodes = new ArrayList<JsonNode>();
    for (var line : run.outLines()) {
      nodes.add(Json.codec().readTree(line));
    }
    return nodes;
  }

  @Test
  void saysPlainlyThatThereIsNone() {
    var run = box.dead("list");
    var json = box.dead("list", "-o", "json");
    var noTopic =
        CliRun.at(SharedKafka.bootstrapServers(), "dead", "list", "--topic-prefix", "nobody");
    var redrive = box.dead("redrive");

    assertThat(run.out()).isEqualTo("no dead letters in " + box.topics().deadLetters() + "\n");
    assertThat(noTopic.out()).isEqualTo("no dead letters in nobody.dead-letters\n");
    assertThat(json.out()).isEqualTo("[]\n");
    assertThat(redrive.err()).startsWith("0 letters redriven in ");
    assertThat(List.of(run.code(), json.code(), noTopic.code(), redrive.code())).containsOnly(0);
  }

  @Test
  void listsShowsAndRedrives() throws Exception {
    // given
    var letters = box.topics().deadLetters();
    box.put(
        box.letter(0),
        box.letter(1),
        box.letter(2).withReason("exhausted"),
        LetterSample.of(box.topics().jobs("cleaning")));

    // when
    var before = Json.codec().readTree(box.dead("list", "-o", "json").out());
    var redrive = box.dead("redrive", "--reason", "permanent", "--kind", "burgers");
    var after = Json.codec().readTree(box.dead("list", "-o", "json").out());
    var shown = json(box.dead("show", "job-0", letters + "/0@2", "-o", "json"));

    // then
    assertThat(before)
        .extracting(tally ->
            "%s %s %s %s"
                .formatted(
                    tally.path("reason").asText(),
                    tally.path("kind").asText(),
                    tally.path("open"),
                    tally.path("redriven")))
        .containsExactlyInAnyOrder(
            "permanent burgers 2 0", "exhausted burgers 1 0", "permanent cleaning 1 0");
    assertThat(redrive.code()).as(redrive.err()).isZero();
    assertThat(redrive.err()).startsWith("2 letters redriven in ");
    assertThat(redrive.outLines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).matches("job-[01]  .*\\.burgers/\\d@\\d+"));
    assertThat(after)
        .extracting(tally -> tally.path("open") + " " + tally.path("redriven"))
        .containsExactlyInAnyOrder("0 2", "1 0", "1 0");
    assertThat(box.jobIds(box.burgers())).containsExactlyInAnyOrder("job-0", "job-1");
    assertThat(box.jobIds(box.topics().jobs("cleaning"))).isEmpty();
    assertThat(shown)
        .extracting(letter -> letter.path("job").asText() + " " + letter.path("status").asText())
        .containsExactly("job-0 redriven", "job-2 open");
  }

  @Test
  void aRedrivenJobIsAsItWas() throws Exception {
    // given
    var correlation = new Header("kafka_correlationId", new byte[] {0, -1});
    var keyed =
        LetterSample.of(box.burgers(), Header.of("job-id", "keyed"), correlation)
            .with("deadline", "2026-01-01T00:00:00Z")
            .withKey("table 7");
    box.put(keyed, LetterSample.of(box.burgers()).with("job-redrives", "1"));

    // when
    assertThat(box.dead("redrive").code()).isZero();

    // then
    var jobs = box.records(box.burgers());
    assertThat(jobs).hasSize(2);
    assertThat(jobs)
        .filteredOn(job -> job.key() != null)
        .singleElement()
        .satisfies(job -> {
          assertThat(job.key()).isEqualTo("table 7".getBytes(UTF_8));
          assertThat(LetterBox.value(job)).isEqualTo("{\"number\":2}");
          assertThat(RecordHeaders.of(job.headers()).all())
              .containsExactly(
                  Header.of("job-id", "keyed"), correlation, Header.of("job-redrives", "1"));
        });
    assertThat(jobs)
        .filteredOn(job -> job.key() == null)
        .singleElement()
        .satisfies(job ->
            assertThat(RecordHeaders.of(job.headers()).all())
                .containsExactly(
                    Header.of("job-id", box.burgers() + "/2@41"), Header.of("job-redrives", "2")));
  }

  @Test
  void aDryRunChangesNothingAndMaxIsKept() throws Exception {
    // given
    box.put(box.letter(0), box.letter(1), box.letter(2));

    // when
    var dry = box.dead("redrive", "--dry-run");
    var afterDry = box.jobIds(box.burgers());
    var two = box.dead("redrive", "--max", "2");
    var rest = box.dead("redrive", "-o", "json");

    // then
    assertThat(dry.err()).isEqualTo("dry run: 3 letters would be redriven\n");
    assertThat(dry.out()).contains("job-0  " + box.burgers());
    assertThat(afterDry).isEmpty();
    assertThat(two.outLines())
        .extracting(line -> line.substring(0, 5))
        .containsExactly("job-0", "job-1");
    assertThat(json(rest))
        .singleElement()
        .satisfies(row -> {
          assertThat(row.path("job").asText()).isEqualTo("job-2");
          assertThat(row.path("turn").asText()).startsWith(box.burgers() + "/");
        });
    assertThat(box.jobIds(box.burgers())).containsExactlyInAnyOrder("job-0", "job-1", "job-2");
  }

  @Test
  void sinceLooksAtTheLettersTime() throws Exception {
    // given
    var old = box.letter(0).toWrite(box.topics().deadLetters());
    box.put(
        List.of(
            new ProducerRecord<>(
                old.topic(),
                0,
                System.currentTimeMillis() - 3_600_000,
                old.key(),
                old.value(),
                old.headers())));
    box.put(box.letter(1));

    // when
    var listed = Json.codec().readTree(box.dead("list", "--since", "10m", "-o", "json").out());
    box.dead("redrive", "--since", "10m");

    // then
    assertThat(listed.get(0).path("open").asInt()).isEqualTo(1);
    assertThat(box.jobIds(box.burgers())).containsExactly("job-1");
  }

  @Test
  void refusesByNameWhatCanNotGoBackAndRedrivesTheRest() throws Exception {
    // given
    var letters = box.topics().deadLetters();
    var missing = box.topics().jobs("gone");
    box.put(
        box.letter(0).with("job-redrives", "3"),
        box.letter(1).with("dead-letter-value-omitted", "9000000").withValue(null),
        LetterSample.of(missing),
        LetterSample.of(letters).with("job-id", "loop"),
        box.letter(2).with("job-redrives", "2"));
    box.put(
        List.of(
            new ProducerRecord<>(
                letters,
                0,
                null,
                null,
                "foreign".getBytes(UTF_8),
                RecordHeaders.toKafka(Headers.NONE))));

    // when
    var run = box.dead("redrive");
    var patient = box.dead("redrive", "--max-redrives", "9", "--kind", "burgers");

    // then
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("refused: " + letters + "/0@0, job job-0: redriven 3 times already")
        .contains("/0@1, job job-1: its job's value of 9000000 bytes did not fit")
        .contains("topic '" + missing + "' does not exist")
        .contains("job loop: '" + letters + "' is no topic of jobs")
        .contains("/0@5, job -: no header says where its job came from")
        .contains("1 letter redriven in ")
        .contains("5 refused: 1 redriven as often as --max-redrives allows, 1 without their value");
    assertThat(box.topicNames()).doesNotContain(missing);
    assertThat(patient.err()).contains("1 letter redriven in ").contains("1 refused");
    assertThat(box.jobIds(box.burgers())).containsExactlyInAnyOrder("job-2", "job-0");
  }

  @Test
  void aJobThatItsTopicDoesNotTakeIsRefusedAndTheOthersGo() throws Exception {
    // given
    var small = box.topics().jobs("small");
    box.createTopic(small, Map.of("max.message.bytes", "20000"));
    var samples = new ArrayList<LetterSample>();
    for (var i = 0; i < 40; i++) {
      var sample = LetterSample.of(small).with("job-id", "job-" + i);
      samples.add(i == 17 ? sample.withValue(new byte[30_000]) : sample);
    }
    box.put(samples.toArray(LetterSample[]::new));

    // when
    var run = box.dead("redrive");

    // then
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("job job-17: RecordTooLargeException")
        .contains("39 letters redriven")
        .contains("1 refused: 1 not taken by Kafka");
    assertThat(box.jobIds(small)).hasSize(39).doesNotHaveDuplicates().doesNotContain("job-17");
  }

  @Test
  void showNamesWhatIsNotThere() throws Exception {
    box.put(box.letter(0));

    var run = box.dead("show", "job-0", "job-9");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("  job       job-0");
    assertThat(run.err())
        .isEqualTo("no dead letter 'job-9' in " + box.topics().deadLetters() + "\n");
  }
}

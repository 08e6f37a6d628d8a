package diner.producer.dead;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.message.Header;
import org.junit.jupiter.api.Test;

class LetterTextTest {

  @Test
  void showsAllThatIsKnownOfALetter() {
    var letter =
        LetterSample.of("jobs.burgers", Header.of("job-id", "j"), Header.of("batch-id", "b"))
            .withKey("table 7")
            .withValue("{\"number\": 2,\n \"salt\": true}".getBytes(UTF_8))
            .at(5);

    assertThat(LetterText.lines(letter, true))
        .contains(
            "jobs.dead-letters/0@5",
            "  status    redriven",
            "  job       j",
            "  kind      burgers",
            "  source    jobs.burgers/2@41",
            "  reason    permanent",
            "  error     kitchen-404: the kitchen has no burgers",
            "  worker    worker-1",
            "  batch-id: b",
            "  kafka_dlt-original-partition: (base64) AAAAAg==",
            "  table 7")
        .endsWith("value", "  {\"number\": 2,", "   \"salt\": true}");
  }

  @Test
  void showsBytesThatAreNoTextAsBase64() {
    var letter = LetterSample.of("jobs.burgers").withValue(new byte[] {-1, 0, 1}).at(5);

    assertThat(LetterText.lines(letter, false))
        .contains("  status    open", "  (none)")
        .endsWith("value", "  (3 bytes that are no text, as base64)", "  /wAB");
    assertThat(LetterJson.of(letter, false).path("valueBase64").asText()).isEqualTo("/wAB");
  }

  @Test
  void saysThatAValueWasLeftOut() {
    var letter =
        LetterSample.of("jobs.burgers")
            .with("dead-letter-value-omitted", "9000000")
            .withValue(null)
            .at(5);

    assertThat(LetterText.lines(letter, false))
        .endsWith("value", "  (left out: it had 9000000 bytes)");
    assertThat(LetterJson.of(letter, false).path("valueOmitted").asText()).isEqualTo("9000000");
  }

  @Test
  void jsonHoldsTextAsItIs() {
    var value = "not \u001b[31m JSON";
    var letter = LetterSample.of("jobs.burgers").withValue(value.getBytes(UTF_8)).at(5);

    var json = LetterJson.of(letter, false);

    assertThat(json.path("value").asText()).isEqualTo(value);
    assertThat(json.path("key").isNull()).isTrue();
    assertThat(json.path("source").asText()).isEqualTo("jobs.burgers/2@41");
    assertThat(json.path("headers").get(0).path("name").asText()).isEqualTo("dead-letter-topic");
  }
}

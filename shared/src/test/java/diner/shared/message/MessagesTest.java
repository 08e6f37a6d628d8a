package diner.shared.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessagesTest {

  @Test
  void aTurnIsWrittenAsTopicPartitionAndOffset() {
    assertThat(new Turn("jobs.burgers", 2, 41)).hasToString("jobs.burgers/2@41");
  }

  @Test
  void theLastHeaderOfANameCounts() {
    var headers = Headers.NONE.plus("a", "1").plus("b", "2").plus("a", "3");

    assertThat(headers.text("a")).contains("3");
    assertThat(headers.text("c")).isEmpty();
  }

  @Test
  void aBlankHeaderIsNone() {
    assertThat(Headers.NONE.plus("a", " ").text("a")).isEmpty();
    assertThat(new Headers(List.of(new Header("a", null))).text("a")).isEmpty();
  }

  @Test
  void anIdTellsWhenItWasMade() {
    var before = Instant.now();

    var madeAt = JobIds.madeAt(JobIds.next());

    assertThat(madeAt)
        .hasValueSatisfying(
            at -> assertThat(Duration.between(before, at)).isLessThan(Duration.ofSeconds(5)));
    assertThat(madeAt.orElseThrow()).isAfterOrEqualTo(before.minusMillis(1));
  }

  @Test
  void anIdOfSomebodyElsesTellsNoTime() {
    assertThat(JobIds.madeAt("order-66")).isEmpty();
    assertThat(JobIds.madeAt("f81d4fae-7dec-11d0-a765-00a0c91e6bf6")).isEmpty();
    assertThat(JobIds.madeAt("not-a-uuid-but-thirty-six-characters")).isEmpty();
  }

  @Test
  void laterIdsSortBehindEarlierOnes() {
    assertThat(JobIds.next()).isLessThan(JobIds.next());
  }

  @Test
  void aJobRefusesAnIdThatIsTooLong() {
    assertThatThrownBy(() -> job("x".repeat(201), "burgers"))
        .hasMessage("id must have 1 to 200 characters, had 201");
  }

  @Test
  void aJobRefusesAKindThatCanBeNoTopic() {
    assertThatThrownBy(() -> job("1", "two words")).hasMessageContaining("was 'two words'");
  }

  @Test
  void theKindOfAJobIsTheLastPartOfItsTopic() {
    assertThat(Kinds.ofTopic("team.jobs.burgers")).isEqualTo("burgers");
    assertThat(Kinds.ofTopic("mixed")).isEqualTo("mixed");
  }

  private static Job job(String id, String kind) {
    return new Job(id, kind, null, "{}".getBytes(UTF_8), Headers.NONE);
  }
}

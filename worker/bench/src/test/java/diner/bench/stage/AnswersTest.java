package diner.bench.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diner.shared.message.Reply;
import diner.shared.message.Turn;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {

  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void aJobsTimeIsDividedAtItsStartAndItsEnd() {
    var answer = answer("burgers", 100, 130, 200, 204);

    assertThat(answer.queuedMillis()).isEqualTo(30);
    assertThat(answer.workedMillis()).isEqualTo(70);
    assertThat(answer.servedMillis()).isEqualTo(100);
    assertThat(answer.publishedMillis()).isEqualTo(4);
    assertThat(answer.answeredMillis()).isEqualTo(104);
  }

  @Test
  void aBatchLastsFromItsFirstStartToItsLastEndWhicheverJobsTheyAreOf() {
    var answers =
        new Answers(
            List.of(
                answer("cleaning", 0, 50, 400, 410),
                answer("cleaning", 0, 20, 100, 900),
                answer("cleaning", 0, 60, 1020, 1030)));

    assertThat(answers.workedSeconds()).isEqualTo(1.0);
    assertThat(answers.repliedSeconds()).isEqualTo(0.62);
  }

  @Test
  void kindsAreToldApart() {
    var answers =
        new Answers(List.of(answer("cleaning", 0, 1, 2, 3), answer("burgers", 0, 1, 5, 9)));

    assertThat(answers.ofKind("burgers").samples(Answer::publishedMillis).max()).isEqualTo(4);
    assertThatThrownBy(() -> answers.ofKind("pizza")).hasMessageContaining("at least one");
  }

  private static Answer answer(String kind, int enqueued, int started, int finished, int appended) {
    return new Answer(
        new Reply(
            "1",
            kind,
            Reply.Status.DONE,
            null,
            null,
            1,
            0,
            null,
            new Turn("jobs." + kind, 0, 0),
            "worker",
            T0.plusMillis(enqueued),
            T0.plusMillis(started),
            T0.plusMillis(finished),
            "thread"),
        T0.plusMillis(appended));
  }
}

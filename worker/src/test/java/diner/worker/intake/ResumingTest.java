package diner.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diner.worker.flow.Assignment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class ResumingTest {

  private static final Duration RETRY_DELAY = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofSeconds(9);
  private static final Assignment FIRST = new Assignment("jobs.burgers", 0, 1);
  private static final Assignment SECOND = new Assignment("jobs.burgers", 1, 2);

  private final SettableClock clock = new SettableClock();
  private final List<Collection<Assignment>> asked = new ArrayList<>();
  private final Resuming resuming = new Resuming(asked::add, clock);

  @Test
  void asksForAllAtOnceAndOneAtATime() {
    resuming.ask();
    assertThat(asked).as("nothing to ask for").isEmpty();

    resuming.add(List.of(FIRST, SECOND));
    assertThat(resuming.untilDue(LONG)).isZero();
    resuming.ask();
    resuming.ask();

    assertThat(asked).containsExactly(List.of(FIRST, SECOND));
    assertThat(resuming.untilDue(LONG)).as("the answer wakes it").isEqualTo(LONG);
  }

  @Test
  void asksAgainForAnOffsetThatIsNotStableYet() {
    resuming.add(List.of(FIRST, SECOND));
    resuming.ask();

    assertThat(resuming.answered(List.of(point(FIRST)), null)).containsExactly(point(FIRST));
    resuming.ask();
    assertThat(asked).as("too soon").hasSize(1);
    assertThat(resuming.untilDue(LONG)).isEqualTo(RETRY_DELAY);
    assertThat(resuming.untilDue(Duration.ofMillis(1))).isEqualTo(Duration.ofMillis(1));

    clock.forward(RETRY_DELAY);
    resuming.ask();
    assertThat(asked).last().isEqualTo(List.of(SECOND));
    assertThat(resuming.answered(List.of(point(SECOND)), null)).containsExactly(point(SECOND));
    assertThat(resuming.untilDue(LONG)).isEqualTo(LONG);
  }

  @Test
  void asksAgainAfterAnErrorThatPasses() {
    resuming.add(List.of(FIRST));
    resuming.ask();

    assertThat(resuming.answered(List.of(), new TimeoutException("away"))).isEmpty();
    clock.forward(RETRY_DELAY);
    resuming.ask();

    assertThat(asked).containsExactly(List.of(FIRST), List.of(FIRST));
    assertThat(resuming.answered(List.of(point(FIRST)), null)).containsExactly(point(FIRST));
  }

  @Test
  void diesOfAnErrorThatStays() {
    resuming.add(List.of(FIRST));
    resuming.ask();
    var error = new GroupAuthorizationException("workers");

    assertThatThrownBy(() -> resuming.answered(List.of(), error)).isSameAs(error);
  }

  @Test
  void ignoresAnAnswerForAnAssignmentThatIsGone() {
    resuming.add(List.of(FIRST));
    resuming.ask();
    resuming.forget(List.of(FIRST));
    var later = new Assignment(FIRST.topic(), FIRST.partition(), 3);
    resuming.add(List.of(later));

    assertThat(resuming.answered(List.of(point(FIRST)), null)).isEmpty();

    clock.forward(RETRY_DELAY);
    resuming.ask();
    assertThat(asked).last().isEqualTo(List.of(later));
  }

  @Test
  void aNewAssignmentNeedNotWaitForTheRetryOfAnother() {
    resuming.add(List.of(FIRST));
    resuming.ask();
    resuming.answered(List.of(), null);

    resuming.add(List.of(SECOND));
    resuming.ask();

    assertThat(asked).last().isEqualTo(List.of(FIRST, SECOND));
  }

  private static ResumePoint point(Assignment assignment) {
    return new ResumePoint(assignment, OptionalLong.of(7), "", 0);
  }
}

package diner.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diner.worker.flow.Assignment;
import diner.worker.flow.CommitPoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OffsetCommitsTest {

  private static final Duration RETRY_DELAY = Duration.ofMillis(500);
  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofSeconds(9);

  private final ScriptedCommits consumer = new ScriptedCommits();
  private final SettableClock clock = new SettableClock();
  private final List<String> told = new ArrayList<>();
  private final OffsetCommits commits =
      new OffsetCommits(consumer, clock, refused -> told.add("map refused " + refused));

  @BeforeEach
  void assign() {
    consumer.assign(List.of(partition(0), partition(1)));
  }

  @Test
  void tellsOnlyOnTheAcknowledgementOfTheRequestThatCarriesIt() {
    add("first", point(0, 5));
    commits.send();
    add("second", point(0, 7));
    clock.forward(INTERVAL);
    commits.send();
    assertThat(told).as("asked for, not acknowledged").isEmpty();
    assertThat(consumer.underWay).as("one at a time").hasSize(1);

    answerNext(null);
    assertThat(told).containsExactly("first");

    commits.send();
    assertThat(told).containsExactly("first");
    answerNext(null);
    assertThat(told).containsExactly("first", "second");
  }

  @Test
  void tellsInTheOrderInWhichPointsCame() {
    add("first", point(0, 5));
    add("second", point(1, 3));
    add("third", point(0, 6));
    commits.send();

    assertThat(consumer.underWay.getFirst().byPartition()).isEqualTo(Map.of(0, 6L, 1, 3L));
    answerNext(null);

    assertThat(told).containsExactly("first", "second", "third");
  }

  @Test
  void tellsAtOnceWhereThereIsNothingToCommit() {
    add("nothing");

    commits.send();

    assertThat(told).containsExactly("nothing");
    assertThat(consumer.underWay).isEmpty();
  }

  static List<Exception> passing() {
    return List.of(
        new RebalanceInProgressException("rebalance in progress"),
        new TimeoutException("no answer"),
        new RetriableCommitFailedException(new TimeoutException("coordinator away")),
        new UnknownMemberIdException("unknown member"),
        new CommitFailedException("fenced out of the group"));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void commitsWhatAFailedRequestCarriedOnceMoreALittleLater(Exception error) {
    add("first", point(0, 5));
    commits.send();
    answerNext(error);
    assertThat(told).isEmpty();

    commits.send();
    assertThat(consumer.underWay).as("too soon").isEmpty();
    assertThat(commits.untilDue(LONG)).isEqualTo(RETRY_DELAY);

    clock.forward(RETRY_DELAY);
    assertThat(commits.untilDue(LONG)).isZero();
    commits.send();
    assertThat(consumer.underWay.getFirst().byPartition()).isEqualTo(Map.of(0, 5L));
    answerNext(null);
    assertThat(told).containsExactly("first");
  }

  @Test
  void aFailedRequestDoesNotTakeBackWhatCameMeanwhile() {
    add("first", point(0, 5), point(1, 1));
    commits.send();
    add("second", point(0, 7));
    answerNext(new TimeoutException("no answer"));

    clock.forward(RETRY_DELAY);
    commits.send();

    assertThat(consumer.underWay.getFirst().byPartition()).isEqualTo(Map.of(0, 7L, 1, 1L));
    answerNext(null);
    assertThat(told).containsExactly("first", "second");
  }

  @Test
  void aFailedRequestIsNotRepeatedForPartitionsThatAreGone() {
    add("first", point(0, 5), point(1, 1));
    commits.send();
    consumer.unsubscribe();
    consumer.assign(List.of(partition(1)));
    answerNext(new UnknownMemberIdException("unknown member"));

    clock.forward(RETRY_DELAY);
    commits.send();

    assertThat(consumer.underWay.getFirst().byPartition()).isEqualTo(Map.of(1, 1L));
  }

  @Test
  void forgetsPartitionsThatAreGoneAndLetsNobodyWaitForThem() {
    add("first", point(0, 5));
    commits.forget(List.of(partition(0)));

    commits.send();

    assertThat(consumer.underWay).isEmpty();
    assertThat(told).containsExactly("first");
  }

  @Test
  void endsTheLoopWhereAnotherProcessHasTakenItsInstanceId() {
    add("first", point(0, 5));
    commits.send();
    var fenced = new FencedInstanceIdException("another one");
    answerNext(fenced);

    assertThatThrownBy(commits::send).isSameAs(fenced);
    assertThat(told).isEmpty();
  }

  @Test
  void hasAMapThatIsTooLongMadeAnewAndTellsNobodyBeforeThatIsCommitted() {
    add("first", point(0, 5), point(1, 1));
    commits.send();
    answerNext(new OffsetMetadataTooLarge("too long"));
    assertThat(told).containsExactly("map refused [, ]");

    clock.forward(LONG);
    commits.send();
    add("second", point(1, 2));
    commits.send();
    assertThat(told).as("neither is on record").containsExactly("map refused [, ]");
    assertThat(consumer.underWay).as("one map is missing").isEmpty();

    add("third", point(0, 5));
    commits.send();
    assertThat(consumer.underWay.getFirst().byPartition()).isEqualTo(Map.of(0, 5L, 1, 2L));
    answerNext(null);
    assertThat(told).containsExactly("map refused [, ]", "first", "second", "third");
  }

  @Test
  void waitsForNoMapOfAPartitionThatIsGone() {
    add("first", point(0, 5));
    commits.send();
    answerNext(new OffsetMetadataTooLarge("too long"));

    commits.forget(List.of(partition(0)));
    commits.send();

    assertThat(told).containsExactly("map refused []", "first");
  }

  @Test
  void commitsTenTimesASecondUnlessSomebodyWaits() {
    add("first", point(0, 5));
    commits.send();
    answerNext(null);
    add("second", point(0, 6));
    commits.send();
    assertThat(consumer.underWay).isEmpty();
    assertThat(commits.untilDue(LONG)).isEqualTo(INTERVAL);
    assertThat(commits.untilDue(Duration.ofMillis(3))).isEqualTo(Duration.ofMillis(3));

    commits.add(List.of(point(1, 9)), true, () -> told.add("urgent"));
    commits.send();

    assertThat(consumer.underWay.getFirst().byPartition()).isEqualTo(Map.of(0, 6L, 1, 9L));
    assertThat(commits.untilDue(LONG)).as("one is under way").isEqualTo(LONG);
  }

  @Test
  void doesNotHurryWhileCommitsFail() {
    add("first", point(0, 5));
    commits.send();
    answerNext(new TimeoutException("no answer"));

    commits.add(List.of(point(1, 9)), true, () -> told.add("urgent"));
    commits.send();
    assertThat(consumer.underWay).isEmpty();

    clock.forward(RETRY_DELAY);
    commits.send();
    answerNext(null);
    commits.add(List.of(point(1, 10)), true, () -> told.add("again urgent"));
    commits.send();
    assertThat(consumer.underWay).as("all is well again").hasSize(1);
  }

  @Test
  void commitsWhatIsPendingOrUnderWayOfAPartitionThatIsHandedOver() {
    add("first", point(0, 5));
    commits.send();
    add("second", point(0, 6), point(1, 1));

    commits.sendAndWait(List.of(partition(0)), LONG);

    assertThat(consumer.waitedFor).containsExactly(Map.of(0, 6L));
    answerNext(null);
    clock.forward(INTERVAL);
    commits.send();
    assertThat(consumer.underWay.getFirst().byPartition()).isEqualTo(Map.of(1, 1L));
  }

  @Test
  void commitsWhatIsUnderWayOnceMoreForItsAnswerMayComeTooLate() {
    add("first", point(0, 5));
    commits.send();

    commits.sendAndWait(List.of(partition(0)), LONG);

    assertThat(consumer.waitedFor).containsExactly(Map.of(0, 5L));
  }

  @Test
  void waitsForNothingWhereNothingIsPending() {
    add("first", point(1, 5));

    commits.sendAndWait(List.of(partition(0)), LONG);

    assertThat(consumer.waitedFor).isEmpty();
  }

  @Test
  void aWakeUpFromBeforeDoesNotCostTheLastCommit() {
    consumer.errors.add(new WakeupException());
    add("first", point(0, 5));

    commits.sendAndWait(List.of(partition(0)), LONG);

    assertThat(consumer.waitedFor).containsExactly(Map.of(0, 5L));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void handsOverThoughTheLastCommitFails(Exception error) {
    consumer.errors.add((RuntimeException) error);
    add("first", point(0, 5));

    commits.sendAndWait(List.of(partition(0)), LONG);
    commits.forget(List.of(partition(0)));
    commits.send();

    assertThat(consumer.waitedFor).isEmpty();
    assertThat(consumer.underWay).isEmpty();
    assertThat(told).as("nothing of it is ours any more").containsExactly("first");
  }

  private void add(String name, CommitPoint... points) {
    commits.add(List.of(points), false, () -> told.add(name));
  }

  private void answerNext(@Nullable Exception error) {
    consumer.underWay.removeFirst().answer(error);
  }

  private static CommitPoint point(int partition, long offset) {
    return new CommitPoint(new Assignment("jobs.burgers", partition, 1), offset, "");
  }

  private static TopicPartition partition(int number) {
    return new TopicPartition("jobs.burgers", number);
  }
}

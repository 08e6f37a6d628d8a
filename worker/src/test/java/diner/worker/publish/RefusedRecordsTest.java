package diner.worker.publish;

import static diner.worker.publish.PublishFixture.batch;
import static diner.worker.publish.PublishFixture.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diner.worker.flow.BatchEnd;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Set;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefusedRecordsTest {

  private final PublishFixture fixture = new PublishFixture();
  private final ScriptedProducer producer = new ScriptedProducer();
  private final TransactionalPublisher publisher =
      new TransactionalPublisher(
          new Transactions(
              () -> producer,
              new TransactionalId("workers-till-1"),
              Duration.ofSeconds(5),
              fixture,
              fixture::pause),
          fixture.destinations,
          fixture::pause);

  @BeforeEach
  void open() {
    publisher.open();
    producer.calls.clear();
  }

  @Test
  void answersTheJobWhoseRecordIsRefusedAtOnceAndCommitsTheOthers() {
    producer.refusing = value -> value.equals("b") ? new RecordTooLargeException("2 MiB") : null;

    var end = publisher.publish(batch("a", "b", "c"));

    assertThat(end).isInstanceOf(BatchEnd.Committed.class);
    assertThat(producer.calls)
        .containsSubsequence("send b", "abort", "begin")
        .endsWith(
            "send a",
            "send failed jobs.burgers/0@1",
            "send dead jobs.burgers/0@1",
            "send c",
            "offsets of member-1 jobs.burgers-0@3map",
            "commit");
    assertThat(fixture.failures).extracting("type").containsExactly("reply-refused");
    assertThat(end.batch().settled()).hasSize(3);
  }

  @Test
  void findsTheRefusedRecordByHalvingWhereAllFailWithTheSameError() {
    producer.refusingLate =
        value -> value.equals("d") ? new InvalidRecordException("no key") : null;

    assertThat(publisher.publish(batch("a", "b", "c", "d", "e")))
        .isInstanceOf(BatchEnd.Committed.class);

    assertThat(fixture.failures).hasSize(1);
    assertThat(producer.calls)
        .endsWith(
            "send failed jobs.burgers/0@3",
            "send dead jobs.burgers/0@3",
            "send e",
            "offsets of member-1 jobs.burgers-0@5map",
            "commit");
    // Trials must not commit: commit points count all jobs of the batch as finished.
    assertThat(producer.calls.stream().filter("commit"::equals)).hasSize(1);
  }

  @Test
  void findsEveryRefusedRecordOfABatch() {
    var bad = Set.of("a", "c", "d", "g");
    producer.refusingLate =
        value -> bad.contains(value) ? new InvalidRecordException("no key") : null;

    assertThat(publisher.publish(batch("a", "b", "c", "d", "e", "f", "g")))
        .isInstanceOf(BatchEnd.Committed.class);

    assertThat(producer.calls.stream().filter(call -> call.startsWith("send dead")).distinct())
        .hasSize(4);
  }

  @Test
  void handsTheBatchBackWhereARefusalDoesNotComeAgain() {
    var refusals = new ArrayDeque<RuntimeException>();
    refusals.add(new InvalidRecordException("passing"));
    producer.refusingLate = _ -> refusals.poll();

    var end = publisher.publish(batch("a", "b"));

    assertThat(end).isEqualTo(new BatchEnd.Aborted(end.batch(), false));
    assertThat(fixture.failures).isEmpty();
  }

  @Test
  void answersAllJobsOfATopicThatMayNotBeWritten() {
    fixture.facts.topics.put("theirs", new TopicFact.Found(1, FixedFacts.MAX_BYTES));
    producer.refusingLate =
        value -> value.startsWith("x") ? new TopicAuthorizationException(Set.of("theirs")) : null;

    publisher.publish(
        batch(
            job(0, "theirs", null, "x1"),
            job(1, "jobs.replies", null, "a"),
            job(2, "theirs", null, "x2")));

    assertThat(fixture.failures).hasSize(2);
    assertThat(producer.calls).endsWith("send dead jobs.burgers/0@2", "commit");
  }

  @Test
  void endsTheWorkerWhereItMayNotWriteToItsOwnTopics() {
    producer.refusingLate = _ -> new TopicAuthorizationException(Set.of("jobs.replies"));

    assertThatThrownBy(() -> publisher.publish(batch("a")))
        .hasMessageContaining("jobs.replies")
        .hasMessageContaining("jobs.burgers/0@0")
        .hasMessageContaining("right to write");
  }

  @Test
  void endsTheWorkerWhereEvenTheAnswerIsRefused() {
    producer.refusing = _ -> new InvalidRecordException("compacted");

    assertThatThrownBy(() -> publisher.publish(batch("a")))
        .isInstanceOf(KafkaException.class)
        .hasMessageContaining("jobs.burgers/0@0");
    assertThat(fixture.failures).hasSize(1);
  }
}

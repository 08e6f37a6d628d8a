package diner.worker.publish;

import static diner.worker.publish.PublishFixture.batch;
import static diner.worker.publish.PublishFixture.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diner.worker.flow.BatchEnd;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class AtLeastOncePublisherTest {

  private final PublishFixture fixture = new PublishFixture();
  private final ScriptedProducer producer = new ScriptedProducer();
  private final AtLeastOncePublisher publisher =
      new AtLeastOncePublisher(producer, fixture.destinations);

  @Test
  void publishesAllRecordsOfABatchInTheirOrder() {
    var batch = batch("a", "b", "c");

    assertThat(publisher.publish(batch)).isEqualTo(new BatchEnd.Sent(batch));

    assertThat(producer.calls).containsExactly("send a", "send b", "send c");
  }

  @Test
  void sendsAgainWhatWasNotAcknowledgedInTime() {
    producer.sendErrors.addAll(
        List.of(new TimeoutException("2 minutes"), new TimeoutException("2 minutes")));

    publisher.publish(batch("a", "b", "c"));

    assertThat(producer.calls).containsExactly("send a", "send b", "send c", "send a", "send b");
  }

  @Test
  void answersAJobWhoseRecordIsRefusedInSpiteOfTheChecks() {
    producer.refusing = value -> value.equals("b") ? new RecordTooLargeException("2 MiB") : null;

    publisher.publish(batch("a", "b", "c"));

    assertThat(producer.calls)
        .containsExactly(
            "send a",
            "send b",
            "send c",
            "send failed jobs.burgers/0@1",
            "send dead jobs.burgers/0@1");
    assertThat(fixture.failures).extracting("type").containsExactly("reply-refused");
  }

  @Test
  void answersAJobWhoseTopicIsUnknownBeforeAnythingIsSent() {
    publisher.publish(batch(job(0, "nowhere", null, "a"), job(1, "jobs.replies", null, "b")));

    assertThat(producer.calls)
        .containsExactly("send failed jobs.burgers/0@0", "send dead jobs.burgers/0@0", "send b");
  }

  @Test
  void looksAgainAtATopicThatTookNoRecordInTime() {
    fixture.facts.topics.put("theirs", new TopicFact.Found(1, FixedFacts.MAX_BYTES));
    producer.refusing =
        value -> {
          fixture.facts.topics.remove("theirs");
          return value.equals("a") ? new TimeoutException("2 minutes") : null;
        };

    publisher.publish(batch(job(0, "theirs", null, "a")));

    assertThat(fixture.failures).extracting("type").containsExactly("reply-topic-unknown");
  }

  @Test
  void endsTheWorkerWhereEvenTheAnswerIsRefused() {
    producer.refusing = _ -> new RecordTooLargeException("2 MiB");

    assertThatThrownBy(() -> publisher.publish(batch("a")))
        .isInstanceOf(KafkaException.class)
        .hasMessageContaining("jobs.replies")
        .hasCauseInstanceOf(RecordTooLargeException.class);
  }

  @Test
  void endsTheWorkerWhereNoRecordIsTakenForGood() {
    producer.refusing = _ -> new ClusterAuthorizationException("no idempotent writes");

    assertThatThrownBy(() -> publisher.publish(batch("a")))
        .isInstanceOf(KafkaException.class)
        .hasMessageContaining("jobs.replies")
        .hasCauseInstanceOf(ClusterAuthorizationException.class);
  }
}

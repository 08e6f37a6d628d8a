package diner.worker.publish;

import static diner.worker.publish.PublishFixture.batch;
import static diner.worker.publish.PublishFixture.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diner.worker.Deliveries;
import diner.worker.flow.Batch;
import diner.worker.flow.BatchEnd;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TransactionalPublisherTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final PublishFixture fixture = new PublishFixture();
  private final ScriptedProducer producer = new ScriptedProducer();
  private final ScriptedProducer second = new ScriptedProducer();
  private final ScriptedProducer third = new ScriptedProducer();
  private final ArrayDeque<ScriptedProducer> producers =
      new ArrayDeque<>(List.of(producer, second, third));
  private final TransactionalPublisher publisher =
      new TransactionalPublisher(
          new Transactions(
              producers::remove,
              new TransactionalId("workers-till-1"),
              TIMEOUT,
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
  void knowsItsTopicsBeforeTheFirstBatch() {
    assertThat(fixture.facts.questions)
        .containsExactly(Set.of("jobs.dead-letters", "jobs.replies"));

    publisher.publish(batch("a"));

    assertThat(fixture.facts.questions).hasSize(1);
  }

  @Test
  void commitsRecordsAndOffsetsInOneTransaction() {
    var end = publisher.publish(batch("a", "b"));

    assertThat(end).isInstanceOf(BatchEnd.Committed.class);
    assertThat(producer.calls)
        .containsExactly(
            "begin", "send a", "send b", "offsets of member-1 jobs.burgers-0@2map", "commit");
  }

  @Test
  void commitsRecordsWithoutCommitPoints() {
    assertThat(publisher.publish(batch(job(0, "jobs.replies", null, "a"))))
        .isInstanceOf(BatchEnd.Committed.class);

    assertThat(producer.calls).containsExactly("begin", "send a", "commit");
  }

  @Test
  void commitsCommitPointsWithoutRecords() {
    publisher.publish(batch(new String[0]));

    assertThat(producer.calls)
        .containsExactly("begin", "offsets of member-1 jobs.burgers-0@0map", "commit");
  }

  @Test
  void needsNoTransactionForNothing() {
    assertThat(publisher.publish(new Batch(Deliveries.MEMBERSHIP, List.of(), List.of())))
        .isInstanceOf(BatchEnd.Committed.class);

    assertThat(producer.calls).isEmpty();
  }

  static List<RuntimeException> abortable() {
    return List.of(
        new CommitFailedException("member is unknown"),
        new TransactionAbortableException("come again"),
        new TimeoutException("offsets"),
        new KafkaException("in an error state", new InvalidTxnStateException("odd")));
  }

  @ParameterizedTest
  @MethodSource("abortable")
  void abortsAndSaysSoWhereOffsetsFail(RuntimeException error) {
    producer.offsetsErrors.add(error);

    var end = publisher.publish(batch("a"));

    assertThat(end).isEqualTo(new BatchEnd.Aborted(end.batch(), false));
    assertThat(producer.calls).endsWith("abort").doesNotContain("commit");
  }

  @Test
  void abortsAndSaysSoWhereARecordIsNotAcknowledgedInTime() {
    producer.refusingLate = _ -> new TimeoutException("4500 ms");

    assertThat(publisher.publish(batch("a"))).isInstanceOf(BatchEnd.Aborted.class);

    assertThat(producer.calls).endsWith("abort").doesNotContain("commit");
  }

  @Test
  void abortsAndSaysSoWhereTheCommitIsRefusedAsAbortable() {
    producer.commitErrors.add(new TransactionAbortableException("verification"));

    assertThat(publisher.publish(batch("a"))).isInstanceOf(BatchEnd.Aborted.class);

    assertThat(producer.calls).endsWith("commit", "abort");
  }

  @Test
  void abortsAgainWhereTheAbortTimedOut() {
    producer.offsetsErrors.add(new CommitFailedException("member is unknown"));
    producer.abortErrors.add(new TimeoutException("5 s"));
    producer.abortErrors.add(new TimeoutException("5 s"));

    assertThat(publisher.publish(batch("a"))).isInstanceOf(BatchEnd.Aborted.class);

    assertThat(producer.calls).endsWith("abort", "abort", "abort").doesNotContain("close");
  }

  @Test
  void commitsAgainAndNeverAbortsWhereTheCommitTimedOut() {
    producer.commitErrors.add(new TimeoutException("5 s"));
    producer.commitErrors.add(new TimeoutException("5 s"));

    assertThat(publisher.publish(batch("a"))).isInstanceOf(BatchEnd.Committed.class);

    assertThat(producer.calls).endsWith("commit", "commit", "commit").doesNotContain("abort");
  }

  @Test
  void replacesAProducerThatNeverAnswersACommit() {
    producer.onCommit = () -> fixture.pass(Duration.ofSeconds(4));
    for (var i = 0; i < 5; i++) {
      producer.commitErrors.add(new TimeoutException("4 s"));
    }

    assertThat(publisher.publish(batch("a"))).isInstanceOf(BatchEnd.Unknown.class);

    assertThat(producer.calls)
        .endsWith("commit", "commit", "commit", "commit", "close")
        .doesNotContain("abort");
    assertThat(second.calls).containsExactly("init");
  }

  @Test
  void replacesAProducerThatNeverAnswersAnAbort() {
    producer.offsetsErrors.add(new CommitFailedException("member is unknown"));
    producer.onAbort = () -> fixture.pass(Duration.ofSeconds(4));
    for (var i = 0; i < 5; i++) {
      producer.abortErrors.add(new TimeoutException("4 s"));
    }

    assertThat(publisher.publish(batch("a"))).isInstanceOf(BatchEnd.Unknown.class);

    assertThat(producer.calls).endsWith("abort", "abort", "abort", "abort", "close");
    assertThat(second.calls).containsExactly("init");
  }

  @Test
  void abortsWhereARecordIsNeitherAcknowledgedNorRefused() {
    producer.silent = true;
    producer.onOffsets = () -> fixture.passOnEachLook(Duration.ofSeconds(16));

    assertThat(publisher.publish(batch("a"))).isInstanceOf(BatchEnd.Aborted.class);

    assertThat(producer.calls).endsWith("abort").doesNotContain("commit");
  }

  @Test
  void replacesTheProducerWhereTheAbortFails() {
    producer.commitErrors.add(new KafkaException("unexpected"));
    producer.abortErrors.add(new KafkaException("fatal state"));

    assertThat(publisher.publish(batch("a"))).isInstanceOf(BatchEnd.Unknown.class);

    assertThat(producer.calls).endsWith("commit", "abort", "close");
    assertThat(second.calls).containsExactly("init");
  }

  static List<KafkaException> fencing() {
    return List.of(
        new ProducerFencedException("newer"),
        new InvalidProducerEpochException("older"),
        new KafkaException("in an error state", new ProducerFencedException("newer")));
  }

  @ParameterizedTest
  @MethodSource("fencing")
  void replacesAFencedProducerAndGoesOn(KafkaException error) {
    producer.commitErrors.add(error);

    assertThat(publisher.publish(batch("a"))).isInstanceOf(BatchEnd.Unknown.class);
    assertThat(publisher.publish(batch("b"))).isInstanceOf(BatchEnd.Committed.class);

    assertThat(producer.calls).endsWith("commit", "close").doesNotContain("abort");
    assertThat(second.calls).startsWith("init", "begin", "send b").endsWith("commit");
  }

  @ParameterizedTest
  @MethodSource("fencing")
  void endsTheWorkerWhereItIsFencedTwiceWithinAMinute(KafkaException error) {
    producer.beginErrors.add(error);
    second.commitErrors.add(error);
    publisher.publish(batch("a"));
    fixture.pass(Duration.ofSeconds(58));

    assertThatThrownBy(() -> publisher.publish(batch("b")))
        .isInstanceOf(KafkaException.class)
        .hasMessageContaining("workers-till-1")
        .hasMessageContaining("--instance-id");
  }

  @Test
  void goesOnWhereTheSecondFencingComesAfterAMinute() {
    producer.beginErrors.add(new ProducerFencedException("newer"));
    second.beginErrors.add(new ProducerFencedException("newer"));
    publisher.publish(batch("a"));
    fixture.pass(Duration.ofSeconds(61));

    assertThat(publisher.publish(batch("b"))).isInstanceOf(BatchEnd.Unknown.class);
  }

  @Test
  void doesNotTakeTheCoordinatorsTimeOutForARival() {
    for (var fenced : List.of(producer, second)) {
      fenced.commitErrors.add(new TimeoutException("Kafka is away"));
      fenced.commitErrors.add(new ProducerFencedException("took too long"));
      fenced.onCommit = () -> fixture.pass(Duration.ofSeconds(3));
    }

    assertThat(publisher.publish(batch("a"))).isInstanceOf(BatchEnd.Unknown.class);
    assertThat(publisher.publish(batch("a"))).isInstanceOf(BatchEnd.Unknown.class);
  }

  static List<RuntimeException> forGood() {
    return List.of(
        new GroupAuthorizationException("workers"),
        new TransactionalIdAuthorizationException("no ACL"),
        new SaslAuthenticationException("wrong password"),
        new UnsupportedVersionException("too old"),
        new FencedInstanceIdException("till-1"),
        new KafkaException("in an error state", new FencedInstanceIdException("till-1")));
  }

  @ParameterizedTest
  @MethodSource("forGood")
  void endsTheWorkerWhereNoFurtherTryCanHelp(RuntimeException error) {
    producer.offsetsErrors.add(error);

    assertThatThrownBy(() -> publisher.publish(batch("a")))
        .hasMessageContaining("workers-till-1")
        .hasMessageContaining(error.getMessage());
  }

  static List<RuntimeException> mapTooLong() {
    return List.of(
        new OffsetMetadataTooLarge("4097"),
        new KafkaException(
            "Unexpected error in TxnOffsetCommitResponse: The metadata field of the offset request was too large."));
  }

  @ParameterizedTest
  @MethodSource("mapTooLong")
  void saysThatTheMapWasRefused(RuntimeException error) {
    producer.offsetsErrors.add(error);

    var end = publisher.publish(batch("a"));

    assertThat(end).isEqualTo(new BatchEnd.Aborted(end.batch(), true));
    assertThat(second.calls).containsExactly("init");
  }

  @Test
  void pausesLongerAndLongerBetweenFailuresUntilOneSucceeds() {
    for (var i = 0; i < 9; i++) {
      producer.offsetsErrors.add(new CommitFailedException("member is unknown"));
    }
    for (var i = 0; i < 10; i++) {
      publisher.publish(batch("a"));
    }
    producer.offsetsErrors.add(new CommitFailedException("member is unknown"));
    publisher.publish(batch("a"));
    publisher.publish(batch("a"));

    assertThat(fixture.pauses.stream().map(Duration::toMillis).filter(millis -> millis > 2))
        .containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 320L, 500L, 500L, 5L);
  }

  @Test
  void leavesAGapBetweenTwoTransactions() {
    publisher.publish(batch("a"));
    publisher.publish(batch("b"));

    assertThat(fixture.pauses).containsExactly(Duration.ofMillis(2));
  }

  @Test
  void opensAgainAndAgainWhileKafkaIsAway() {
    var patient = new ScriptedProducer();
    patient.initErrors.add(new TimeoutException("5 s"));
    patient.initErrors.add(new TimeoutException("5 s"));
    var failures = new ArrayDeque<RuntimeException>();
    failures.add(
        new KafkaException("not constructed", new ConfigException("No resolvable bootstrap urls")));

    opened(() -> {
      var failure = failures.poll();
      if (failure != null) {
        throw failure;
      }
      return patient;
    });

    assertThat(patient.calls).containsExactly("init", "init", "init");
  }

  @Test
  void opensWithANewProducerWhereOneNeverAnswers() {
    var mute = new ScriptedProducer();
    mute.onInit = () -> fixture.pass(Duration.ofSeconds(4));
    for (var i = 0; i < 10; i++) {
      mute.initErrors.add(new TimeoutException("4 s"));
    }
    var producers = new ArrayDeque<Producer<byte[], byte[]>>(List.of(mute, second));

    opened(producers::remove);

    assertThat(mute.calls).containsExactly("init", "init", "init", "init", "close");
    assertThat(second.calls).containsExactly("init");
  }

  @Test
  void endsTheWorkerWhereTransactionsCantBeOpened() {
    var refused = new ScriptedProducer();
    refused.initErrors.add(new KafkaException("The transaction timeout is larger than allowed"));

    assertThatThrownBy(() -> opened(() -> refused))
        .hasMessageContaining("workers-till-1")
        .hasMessageContaining("larger than allowed");
  }

  private void opened(Supplier<Producer<byte[], byte[]>> factory) {
    new Transactions(
            factory,
            new TransactionalId("workers-till-1"),
            TIMEOUT,
            fixture,
            new ArrayList<Duration>()::add)
        .open();
  }
}

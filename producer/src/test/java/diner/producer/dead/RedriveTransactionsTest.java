package diner.producer.dead;

import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.message.Turn;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedriveTransactionsTest {

  private final ScriptedProducer producer = new ScriptedProducer();
  private final RedriveTransactions transactions =
      new RedriveTransactions(producer, new CountDownLatch(1));

  @BeforeEach
  void open() {
    transactions.open();
  }

  /** Fails as it is told to, call by call; a null lets the call through. */
  private static final class ScriptedProducer extends MockProducer<byte[], byte[]> {

    private final ArrayDeque<KafkaException> sends = new ArrayDeque<>();
    private final ArrayDeque<KafkaException> commits = new ArrayDeque<>();
    private final ArrayDeque<KafkaException> aborts = new ArrayDeque<>();
    private int committed;
    private int aborted;
    private int commitsAsked;

    ScriptedProducer() {
      super(cluster(), true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Cluster cluster() {
      var node = new Node(1, "localhost", 1);
      var nodes = new Node[] {node};
      return new Cluster(
          "cluster",
          List.of(node),
          List.of(
              new PartitionInfo("jobs.burgers", 0, node, nodes, nodes),
              new PartitionInfo(LetterSample.DEAD_LETTERS, 0, node, nodes, nodes)),
          java.util.Set.of(),
          java.util.Set.of());
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
      sendException = sends.poll();
      return super.send(record, callback);
    }

    @Override
    public void commitTransaction() {
      commitsAsked++;
      fail(commits);
      super.commitTransaction();
      committed++;
    }

    @Override
    public void abortTransaction() {
      fail(aborts);
      super.abortTransaction();
      aborted++;
    }

    private static void fail(ArrayDeque<KafkaException> script) {
      var failure = script.poll();
      if (failure != null) {
        throw failure;
      }
    }
  }

  private static List<Revival> batch(int letters) {
    return IntStream.range(0, letters)
        .mapToObj(offset -> LetterSample.of("jobs.burgers").at(offset))
        .map(letter ->
            new Revival(
                letter,
                LetterRecords.job(letter, letter.origin().orElseThrow(), 0),
                LetterRecords.marker(letter)))
        .toList();
  }

  @Test
  void jobsAndMarkersAreOneTransaction() {
    var end = transactions.redrive(batch(2));

    assertThat(end)
        .isEqualTo(
            new BatchEnd.Redriven(
                List.of(new Turn("jobs.burgers", 0, 0), new Turn("jobs.burgers", 0, 1))));
    assertThat(producer.history())
        .extracting(ProducerRecord::topic)
        .containsExactlyInAnyOrder(
            "jobs.burgers", "jobs.burgers", LetterSample.DEAD_LETTERS, LetterSample.DEAD_LETTERS);
    assertThat(producer.committed).isEqualTo(1);
  }

  @Test
  void aRecordThatIsRefusedLeavesNothingBehind() {
    producer.sends.add(new RecordTooLargeException("too large"));

    assertThat(transactions.redrive(batch(2))).isInstanceOf(BatchEnd.Refused.class);
    assertThat(producer.aborted).isEqualTo(1);
    assertThat(producer.history()).isEmpty();
  }

  @Test
  void whatMayPassIsTriedAgain() {
    producer.sends.add(new TimeoutException("no room"));
    producer.sends.add(new TimeoutException("no room"));

    assertThat(transactions.redrive(batch(1))).isInstanceOf(BatchEnd.Redriven.class);
    assertThat(producer.aborted).isEqualTo(2);
    assertThat(producer.committed).isEqualTo(1);
  }

  @Test
  void whatDoesNotPassFailsInTheEnd() {
    IntStream.range(0, 20).forEach(_ -> producer.sends.add(new TimeoutException("no room")));

    assertThat(transactions.redrive(batch(1))).isInstanceOf(BatchEnd.Failed.class);
    assertThat(producer.aborted).isEqualTo(4);
    assertThat(producer.committed).isZero();
  }

  @Test
  void whatARightIsMissingForIsNotTriedAgain() {
    producer.sends.add(new TopicAuthorizationException("jobs.burgers"));

    assertThat(transactions.redrive(batch(1)))
        .isInstanceOfSatisfying(
            BatchEnd.Failed.class, failed -> assertThat(failed.mayPass()).isFalse());
    assertThat(producer.aborted).isEqualTo(1);
  }

  @Test
  void aCommitThatTimedOutIsAskedForAgain() {
    producer.commits.add(new TimeoutException("no answer"));
    producer.commits.add(new TimeoutException("no answer"));

    assertThat(transactions.redrive(batch(1))).isInstanceOf(BatchEnd.Redriven.class);
    assertThat(producer.commitsAsked).isEqualTo(3);
    assertThat(producer.aborted).isZero();
  }

  @Test
  void ofACommitThatIsNeverAnsweredNobodyKnows() {
    IntStream.range(0, 9).forEach(_ -> producer.commits.add(new TimeoutException("no answer")));

    assertThat(transactions.redrive(batch(1))).isInstanceOf(BatchEnd.Unknown.class);
    assertThat(producer.aborted).isZero();
  }

  @Test
  void anErrorAfterACommitThatTimedOutTellsNothingOfIt() {
    producer.commits.add(new TimeoutException("no answer"));
    producer.commits.add(new ProducerFencedException("fenced"));

    assertThat(transactions.redrive(batch(1))).isInstanceOf(BatchEnd.Unknown.class);
  }

  @Test
  void aCommitThatIsRefusedAtOnceIsAbortedAndTriedAgain() {
    producer.commits.add(new KafkaException("no"));

    assertThat(transactions.redrive(batch(1))).isInstanceOf(BatchEnd.Redriven.class);
    assertThat(producer.aborted).isEqualTo(1);
    assertThat(producer.committed).isEqualTo(1);
  }

  @Test
  void aCommitThatIsRefusedAndCanNotBeAbortedIsOfUnknownFate() {
    producer.commits.add(new KafkaException("no"));
    producer.aborts.add(new KafkaException("no"));

    assertThat(transactions.redrive(batch(1))).isInstanceOf(BatchEnd.Unknown.class);
  }

  @Test
  void whoeverIsFencedStops() {
    producer.commits.add(new ProducerFencedException("fenced"));
    assertThat(transactions.redrive(batch(1))).isEqualTo(new BatchEnd.Fenced());

    producer.fenceProducer();
    assertThat(transactions.redrive(batch(1))).isEqualTo(new BatchEnd.Fenced());
    assertThat(producer.aborted).isZero();
  }

  @Test
  void onceAbandonedItFailsAtOnce() {
    transactions.abandon();

    assertThat(transactions.redrive(batch(1))).isInstanceOf(BatchEnd.Failed.class);
  }

  @Test
  void theWeightiestErrorCounts() {
    var errors = new ArrayList<KafkaException>();
    errors.add(new KafkaException("a record before it failed"));
    errors.add(new KafkaException("wrapped", new RecordTooLargeException("too large")));
    assertThat(Trouble.of(Trouble.weightiest(errors))).isEqualTo(Trouble.RECORD_REFUSED);

    errors.add(new ProducerFencedException("fenced"));
    assertThat(Trouble.of(Trouble.weightiest(errors))).isEqualTo(Trouble.FENCED);
  }
}

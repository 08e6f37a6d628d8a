package diner.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diner.localkafka.LocalKafka;
import diner.shared.kafka.KafkaSettings;
import diner.shared.message.Headers;
import diner.shared.message.Reply.Failure;
import diner.worker.flow.Assignment;
import diner.worker.flow.Batch;
import diner.worker.flow.BatchEnd;
import diner.worker.flow.CommitPoint;
import diner.worker.flow.Membership;
import diner.worker.flow.Publication;
import diner.worker.flow.Settled;
import diner.worker.publish.Destinations;
import diner.worker.publish.OwnTopics;
import diner.worker.publish.ProducerSettings;
import diner.worker.publish.TopicsOfCluster;
import diner.worker.publish.TransactionalId;
import diner.worker.publish.TransactionalPublisher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Transactions on a genuine broker: what its client really throws, and what readers see. */
@ExtendWith(SharedKafka.class)
class TransactionalPublisherIT {

  private final List<Failure> failures = new ArrayList<>();
  private Diner diner;
  private Admin admin;
  private KafkaSettings kafka;
  private TransactionalPublisher publisher;

  @BeforeEach
  void open(LocalKafka broker) {
    diner = new Diner(broker);
    kafka = new KafkaSettings(Map.of("bootstrap.servers", broker.bootstrapServers()));
    admin = Admin.create(kafka.over(Map.of()));
    var settings = settings();
    publisher =
        new TransactionalPublisher(
            () -> new KafkaProducer<>(settings),
            id(),
            ProducerSettings.transactionTimeout(settings),
            new Destinations(
                new TopicsOfCluster(() -> Admin.create(ProducerSettings.facts(kafka))),
                this::refused,
                new OwnTopics(diner.topics().replies(), diner.topics().deadLetters()),
                ProducerSettings.maxRequestBytes(settings)));
    publisher.open();
  }

  @AfterEach
  void close() {
    publisher.close();
    admin.close();
    diner.close();
  }

  @Test
  void recordsOffsetAndMetadataAreVisibleTogether() throws Exception {
    var end = publisher.publish(batch(42, "map", reply(0, "a"), reply(1, "b")));

    assertThat(end).isInstanceOf(BatchEnd.Committed.class);
    assertThat(replies(2)).containsExactlyInAnyOrder("a", "b");
    assertThat(committed()).isEqualTo(new OffsetAndMetadata(42, Optional.empty(), "map"));
  }

  @Test
  void nothingOfAnAbortedBatchIsVisibleUntilItComesAgain() throws Exception {
    var former = new Membership(diner.group(), 5, "a-member-of-the-past", null);

    var end = publisher.publish(new Batch(former, List.of(reply(0, "a")), points(42, "map")));
    assertThat(end).isEqualTo(new BatchEnd.Aborted(end.batch(), false));
    assertThat(committed()).isNull();

    publisher.publish(batch(42, "map", reply(0, "a")));
    publisher.publish(batch(43, "map", reply(1, "b")));
    assertThat(replies(2)).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void goesOnAfterAnotherProducerOfItsNameAndEndsAfterTheSecond() throws Exception {
    publisher.publish(batch(1, "", reply(0, "a")));
    fence();

    var unknown = publisher.publish(batch(2, "", reply(1, "b")));
    assertThat(unknown).isInstanceOf(BatchEnd.Unknown.class);
    assertThat(publisher.publish(batch(2, "", reply(1, "b"))))
        .isInstanceOf(BatchEnd.Committed.class);
    assertThat(replies(2)).containsExactlyInAnyOrder("a", "b");

    fence();
    assertThatThrownBy(() -> publisher.publish(batch(3, "", reply(2, "c"))))
        .isInstanceOf(KafkaException.class)
        .hasMessageContaining(id().text());
  }

  @Test
  void aReplyThatIsTooLargeIsAnsweredAndTheRestGoes() throws Exception {
    var large = "x".repeat(1_100_000);

    var end = publisher.publish(batch(3, "", reply(0, "a"), reply(1, large), reply(2, "c")));

    assertThat(end).isInstanceOf(BatchEnd.Committed.class);
    assertThat(replies(3)).containsExactlyInAnyOrder("a", "failed 1", "c");
    assertThat(failures).extracting(Failure::type).containsExactly("reply-too-large");
  }

  @Test
  void aLimitThatShrankMeanwhileIsNoticed() throws Exception {
    var theirs = theirTopic(Map.of());
    publisher.publish(batch(1, "", job(0, theirs, "k", "known now")));
    var shrink =
        new AlterConfigOp(new ConfigEntry("max.message.bytes", "1000"), AlterConfigOp.OpType.SET);
    admin
        .incrementalAlterConfigs(
            Map.of(new ConfigResource(ConfigResource.Type.TOPIC, theirs), List.of(shrink)))
        .all()
        .get(10, TimeUnit.SECONDS);

    var end =
        publisher.publish(batch(3, "", job(1, theirs, "k", "x".repeat(2_000)), reply(2, "c")));

    assertThat(end).isInstanceOf(BatchEnd.Committed.class);
    assertThat(values(theirs, 1)).containsExactly("known now");
    assertThat(replies(2)).containsExactlyInAnyOrder("failed 1", "c");
    assertThat(failures).extracting(Failure::type).containsExactly("reply-too-large");
  }

  @Test
  void manyRecordsGoToATopicThatTakesLessThanTheyAreTogether() throws Exception {
    var theirs = theirTopic(Map.of("max.message.bytes", "2000"));
    var jobs = new Settled[50];
    for (var i = 0; i < jobs.length; i++) {
      jobs[i] = job(i, theirs, "k", "x".repeat(20 * i));
    }

    assertThat(publisher.publish(batch(50, "", jobs))).isInstanceOf(BatchEnd.Committed.class);
    assertThat(values(theirs, 50)).hasSize(50);
    assertThat(failures).isEmpty();
  }

  @Test
  void aRecordThatTheBrokerAloneCanJudgeIsFound() throws Exception {
    var theirs = theirTopic(Map.of("cleanup.policy", "compact"));

    var end =
        publisher.publish(
            batch(
                5,
                "map",
                job(0, theirs, "k0", "a"),
                job(1, theirs, "k1", "b"),
                job(2, theirs, null, "has no key"),
                job(3, theirs, "k3", "d"),
                reply(4, "e")));

    assertThat(end).isInstanceOf(BatchEnd.Committed.class);
    assertThat(values(theirs, 3)).containsExactly("a", "b", "d");
    assertThat(replies(2)).containsExactlyInAnyOrder("failed 2", "e");
    assertThat(failures).extracting(Failure::type).containsExactly("reply-refused");
    assertThat(committed()).isEqualTo(new OffsetAndMetadata(5, Optional.empty(), "map"));
  }

  @Test
  void aMapOfTheBrokersLimitIsTakenAndOneCharacterMoreIsRefused() throws Exception {
    var full = "\u7fff".repeat(4_096);
    assertThat(publisher.publish(batch(1, full, reply(0, "a"))))
        .isInstanceOf(BatchEnd.Committed.class);
    assertThat(committed()).isEqualTo(new OffsetAndMetadata(1, Optional.empty(), full));

    var end = publisher.publish(batch(2, full + "x", reply(1, "b")));
    assertThat(end).isEqualTo(new BatchEnd.Aborted(end.batch(), true));

    assertThat(publisher.publish(batch(2, "short", reply(1, "b"))))
        .isInstanceOf(BatchEnd.Committed.class);
    assertThat(replies(2)).containsExactlyInAnyOrder("a", "b");
  }

  private TransactionalId id() {
    return TransactionalId.of(diner.group(), Optional.of("till-1"));
  }

  private Map<String, Object> settings() {
    return ProducerSettings.exactlyOnce(kafka, id());
  }

  private void fence() {
    try (var rival = new KafkaProducer<byte[], byte[]>(settings())) {
      rival.initTransactions();
    }
  }

  private String theirTopic(Map<String, String> configs) {
    var name = diner.topics().prefix() + ".theirs";
    diner.createTopic(name, 1, configs);
    return name;
  }

  private Batch batch(long offset, String map, Settled... jobs) {
    return new Batch(
        new Membership(diner.group(), -1, "", null), List.of(jobs), points(offset, map));
  }

  private List<CommitPoint> points(long offset, String map) {
    return List.of(
        new CommitPoint(new Assignment(diner.topics().jobs("burgers"), 0, 1), offset, map));
  }

  private Settled reply(long offset, String value) {
    return job(offset, diner.topics().replies(), null, value);
  }

  private static Settled job(long offset, String topic, @Nullable String key, String value) {
    var bytes = key == null ? null : key.getBytes(UTF_8);
    return Deliveries.settled(
        Deliveries.ticket(offset),
        new Publication(topic, null, bytes, value.getBytes(UTF_8), Headers.NONE));
  }

  private List<Publication> refused(Settled job, Failure failure) {
    failures.add(failure);
    var value = ("failed " + job.offset()).getBytes(UTF_8);
    return List.of(
        new Publication(diner.topics().replies(), null, null, value, Headers.NONE),
        new Publication(diner.topics().deadLetters(), null, null, value, Headers.NONE));
  }

  private @Nullable OffsetAndMetadata committed() {
    var partition = new TopicPartition(diner.topics().jobs("burgers"), 0);
    var spec = new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(partition));
    return Awaitility.await("an offset that no transaction holds any more")
        .atMost(Diner.LIMIT)
        .until(
            () ->
                admin
                    .listConsumerGroupOffsets(
                        Map.of(diner.group(), spec),
                        new ListConsumerGroupOffsetsOptions().requireStable(true))
                    .partitionsToOffsetAndMetadata(diner.group())
                    .get(10, TimeUnit.SECONDS),
            offsets -> offsets.containsKey(partition))
        .get(partition);
  }

  private List<String> replies(int count) {
    return values(diner.topics().replies(), count);
  }

  /** What a reader of committed records sees. */
  private List<String> values(String topic, int count) {
    var values =
        diner.records(topic, count).stream()
            .map(record -> new String(record.value(), UTF_8))
            .toList();
    assertThat(values).hasSize(count);
    return values;
  }
}

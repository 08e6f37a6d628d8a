package diner.producer.lag;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import diner.producer.CliRun;
import diner.producer.Main;
import diner.producer.SharedKafka;
import diner.producer.topics.TopicsCommand;
import diner.shared.kafka.Alphabet;
import diner.shared.kafka.DoneAheadEncoder;
import diner.shared.kafka.KafkaSettings;
import diner.shared.kafka.Topics;
import diner.shared.message.Headers;
import diner.shared.message.Json;
import diner.shared.message.Turn;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** The commands {@code lag} and {@code topics} on a real broker; each test has its own prefix. */
@Timeout(60)
class LagIT {

  @Test
  void worksWithoutAnyTopicOrGroup() throws Exception {
    assertThat(lag("none")).isEmpty();
  }

  @Test
  void jobsThatNobodyWorksOnAreStoppedAndTheOldestIsNamed() throws Exception {
    // given
    var topic = createTopic("stopped");
    send(topic, "first", null);

    // when
    var lag = lag("stopped").getFirst();

    // then
    assertThat(lag.get("topic").asText()).isEqualTo(topic);
    assertThat(lag.get("unfinished").asLong()).isEqualTo(2);
    assertThat(lag.get("commitLag").isNull()).isTrue();
    assertThat(lag.get("oldest").get("jobId").asText()).isEqualTo("first");
    assertThat(lag.get("oldest").get("turn").asText()).isEqualTo(topic + "/0@0");
    assertThat(lag.get("oldestMillis").asLong()).isBetween(0L, 60_000L);
    assertThat(lag.get("status").asText()).isEqualTo("STOPPED");
    assertThat(lag.get("members").asInt()).isZero();
  }

  @Test
  void aLiveWorkerMakesItOkAndAJobWithoutIdIsNamedByItsTurn() throws Exception {
    // given
    var topic = createTopic("live");
    send(topic, "first", null);
    try (var worker = worker("live")) {
      worker.subscribe(List.of(topic));
      while (worker.poll(Duration.ofMillis(100)).isEmpty()) {
        // joins the group, within the test's limit
      }
      commit(worker, topic, 1);

      // when
      var lag = lag("live", "--by", "partition").getFirst();

      // then
      assertThat(lag.get("committed").asLong()).isEqualTo(1);
      assertThat(lag.get("end").asLong()).isEqualTo(2);
      assertThat(lag.get("unfinished").asLong()).isEqualTo(1);
      assertThat(lag.get("commitLag").asLong()).isEqualTo(1);
      assertThat(lag.get("oldest").get("jobId").asText()).isEqualTo(topic + "/0@1");
      assertThat(lag.get("status").asText()).isEqualTo("OK");
      assertThat(lag.get("members").asInt()).isEqualTo(1);
    }
  }

  @Test
  void whatIsDoneAheadIsNotUnfinishedAndAnOldJobBeforeItBlocks() throws Exception {
    // given
    var topic = createTopic("ahead");
    try (var producer = producer(Map.of())) {
      var anHourAgo = System.currentTimeMillis() - 3_600_000;
      for (var id : List.of("stuck", "done", "open", "done-too")) {
        producer.send(job(topic, id, anHourAgo)).get();
      }
    }
    var ahead = new DoneAheadEncoder(new Turn(topic, 0, 0));
    ahead.finished(1, 2);
    ahead.finished(3, 4);
    try (var worker = worker("ahead")) {
      worker.subscribe(List.of(topic));
      while (worker.poll(Duration.ofMillis(100)).isEmpty()) {
        // joins the group, within the test's limit
      }
      commit(worker, topic, new OffsetAndMetadata(0, ahead.encode(Alphabet.CHARS_15)));

      // when
      var lag = lag("ahead").getFirst();

      // then
      assertThat(lag.get("unfinished").asLong()).isEqualTo(2);
      assertThat(lag.get("doneAhead").asLong()).isEqualTo(2);
      assertThat(lag.get("commitLag").asLong()).isEqualTo(4);
      assertThat(lag.get("status").asText()).isEqualTo("BLOCKED");
      assertThat(lag.get("reason").asText()).startsWith("job 'stuck' at " + topic + "/0@0 is not");
    }
  }

  @Test
  void oneStuckJobIsOneHoweverManyAreDoneBehindIt() throws Exception {
    // given
    var behind = 200_000;
    var topic = createTopic("stuck");
    try (var producer = producer(Map.of("linger.ms", "20", "batch.size", "1000000"))) {
      producer.send(job(topic, "stuck", System.currentTimeMillis() - 3_600_000)).get();
      for (var number = 0; number < behind; number++) {
        var _ = producer.send(new ProducerRecord<>(topic, 0, null, new byte[] {1}));
      }
    }
    var ahead = new DoneAheadEncoder(new Turn(topic, 0, 0));
    ahead.finished(1, behind + 1);
    try (var worker = worker("stuck")) {
      worker.subscribe(List.of(topic));
      while (worker.assignment().isEmpty()) {
        worker.poll(Duration.ofMillis(100));
      }
      commit(worker, topic, new OffsetAndMetadata(0, ahead.encode(Alphabet.CHARS_15)));

      // when
      var lag = lag("stuck").getFirst();

      // then
      assertThat(lag.get("unfinished").asLong()).isEqualTo(1);
      assertThat(lag.get("commitLag").asLong()).isEqualTo(behind + 1);
      assertThat(lag.get("status").asText()).isEqualTo("BLOCKED");
      assertThat(lag.get("reason").asText())
          .startsWith("job 'stuck' at " + topic + "/0@0 is not finished after 1h00m")
          .endsWith("while 200000 behind it are");
    }
  }

  @Test
  void aJobThatWaitsForItsTimeIsParkedAndThenOneThatFailedIs() throws Exception {
    // given
    var topic = createTopic("parked");
    try (var producer = producer(Map.of())) {
      var later = job(topic, "later", System.currentTimeMillis() - 3_600_000);
      later
          .headers()
          .add(Headers.NOT_BEFORE, Instant.now().plusSeconds(600).toString().getBytes(UTF_8))
          .add(Headers.JOB_KIND, "burgers".getBytes(UTF_8));
      producer.send(later).get();
      var failing = job(topic, "failing", System.currentTimeMillis() - 3_600_000);
      failing.headers().add(Headers.JOB_KIND, "burgers".getBytes(UTF_8));
      producer.send(failing).get();
      producer.send(job(topic, "done")).get();
    }
    try (var worker = worker("parked")) {
      worker.subscribe(List.of(topic));
      while (worker.poll(Duration.ofMillis(100)).isEmpty()) {
        // joins the group, within the test's limit
      }

      // when
      var whileLaterWaits = new DoneAheadEncoder(new Turn(topic, 0, 0));
      whileLaterWaits.finished(2, 3);
      commit(worker, topic, new OffsetAndMetadata(0, whileLaterWaits.encode(Alphabet.CHARS_15)));
      var first = lag("parked").getFirst();

      var whileTheOtherDoes = new DoneAheadEncoder(new Turn(topic, 0, 1));
      whileTheOtherDoes.finished(2, 3);
      whileTheOtherDoes.attempts(new TreeMap<>(Map.of(1L, 2)));
      commit(worker, topic, new OffsetAndMetadata(1, whileTheOtherDoes.encode(Alphabet.CHARS_15)));
      var second = lag("parked").getFirst();

      // then
      assertThat(first.get("status").asText()).isEqualTo("PARKED");
      assertThat(first.get("reason").asText())
          .startsWith("job 'later' at " + topic + "/0@0 is not to be started for another 9m");
      assertThat(second.get("status").asText()).isEqualTo("PARKED");
      assertThat(second.get("reason").asText())
          .isEqualTo(
              "job 'failing' at %s/0@1 failed 2 times and waits for its next attempt, or is at it"
                  .formatted(topic));
    }
  }

  @Test
  void whatWasDoneAheadAndIsDeletedIsNotTakenOffAgain() throws Exception {
    // given
    var topic = createTopic("deleted");
    send(topic, "lost", "done", "done", "open", "done");
    var ahead = new DoneAheadEncoder(new Turn(topic, 0, 0));
    ahead.finished(1, 3);
    ahead.finished(4, 5);
    try (var worker = worker("deleted");
        var admin = admin()) {
      worker.assign(List.of(new TopicPartition(topic, 0)));
      commit(worker, topic, new OffsetAndMetadata(0, ahead.encode(Alphabet.CHARS_15)));
      admin
          .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(3)))
          .all()
          .get();

      // when
      var lag = lag("deleted").getFirst();

      // then
      assertThat(lag.get("doneAhead").asLong()).isEqualTo(1);
      assertThat(lag.get("unfinished").asLong()).isEqualTo(1);
      assertThat(lag.get("status").asText()).isEqualTo("LOST");
    }
  }

  @Test
  void metadataThatIsUnknownOrOfAnotherCommitCountsAsNone() throws Exception {
    // given
    var topic = createTopic("foreign");
    send(topic, "a", "b", "c");
    var other = new DoneAheadEncoder(new Turn(topic, 0, 1));
    other.finished(2, 3);
    for (var metadata : List.of("somebody else's", other.encode(Alphabet.BASE64))) {
      try (var worker = worker("foreign")) {
        worker.assign(List.of(new TopicPartition(topic, 0)));
        commit(worker, topic, new OffsetAndMetadata(0, metadata));
      }

      // when
      var lag = lag("foreign").getFirst();

      // then
      assertThat(lag.get("doneAhead").asLong()).as(metadata).isZero();
      assertThat(lag.get("unfinished").asLong()).as(metadata).isEqualTo(3);
    }
  }

  @Test
  void recordsDeletedBeforeTheyWereWorkedOnAreLost() throws Exception {
    // given
    var topic = createTopic("lost");
    send(topic, "a", "b", "c");
    try (var worker = worker("lost");
        var admin = admin()) {
      worker.assign(List.of(new TopicPartition(topic, 0)));
      commit(worker, topic, 1);
      admin
          .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(2)))
          .all()
          .get();

      // when
      var lag = lag("lost").getFirst();

      // then
      assertThat(lag.get("status").asText()).isEqualTo("LOST");
      assertThat(lag.get("reason").asText()).startsWith("1 records were deleted");
      assertThat(lag.get("unfinished").asLong()).isEqualTo(1);
      assertThat(lag.get("oldest").get("jobId").asText()).isEqualTo("c");
    }
  }

  @Test
  void theOldestIsNoMarkerAndNoAbortedRecord() throws Exception {
    // given
    var topic = createTopic("aborted");
    try (var producer = producer(Map.of("transactional.id", "lag-it"))) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(job(topic, "aborted")).get();
      producer.abortTransaction();
      producer.beginTransaction();
      producer.send(job(topic, "committed")).get();
      producer.commitTransaction();
    }

    // when
    var lag = lag("aborted").getFirst();

    // then
    assertThat(lag.get("oldest").get("jobId").asText()).isEqualTo("committed");
  }

  @Test
  void whatAnOpenTransactionHoldsUpIsUnfinishedAndNotWaitedFor() throws Exception {
    // given
    var topic = createTopic("open");
    try (var producer = producer(Map.of("transactional.id", "lag-it-open"))) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(job(topic, "undecided")).get();
      var begun = System.nanoTime();

      // when
      var lag = lag("open").getFirst();

      // then
      assertThat(lag.get("unfinished").asLong()).isEqualTo(1);
      assertThat(lag.get("oldest").isNull()).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void aCheckExitsWithThreeAndALineForEachRowThatDoesNotHold() throws Exception {
    // given
    var topic = createTopic("checked");
    send(topic, "a", "b");

    // when
    var broken = check("checked", "unfinished<2,members>0");
    var sound = check("checked", "unfinished<=2,oldest<1h");
    var nothing = check("no-such-prefix", "unfinished<=2");

    // then
    assertThat(broken.code()).isEqualTo(3);
    assertThat(broken.err().lines())
        .containsExactly(
            topic
                + ": unfinished is 2, expected unfinished<2; members is 0, expected members>0"
                + " (STOPPED: no worker is running in group 'checked')");
    assertThat(sound.code()).as(sound.err()).isZero();
    assertThat(sound.err()).isEmpty();
    assertThat(nothing.code()).isEqualTo(3);
    assertThat(nothing.err()).contains("no topics with prefix 'no-such-prefix'");
  }

  @Test
  void aWatchPrintsALineALookWithRatesFromTheSecondOn() throws Exception {
    // given
    createTopic("watched");
    var out = new StringWriter();
    var watching =
        Thread.ofPlatform()
            .start(() ->
                Main.run(
                    Map.of(),
                    new PrintWriter(out, true),
                    new PrintWriter(new StringWriter()),
                    watch("watched")));

    // when
    Awaitility.await().until(() -> out.toString().lines().count() >= 2);
    watching.interrupt();
    watching.join();

    // then
    var looks = out.toString().lines().toList();
    assertThat(Json.codec().readTree(looks.get(0)).get(0).get("inPerSecond").isNull()).isTrue();
    assertThat(Json.codec().readTree(looks.get(1)).get(0).get("inPerSecond").asDouble()).isZero();
  }

  /** Ctrl-C is nothing that a last picture should show as a fault of Kafka's. */
  @Test
  void aLookThatIsInterruptedIsNoLook() throws Exception {
    // given
    createTopic("interrupted");
    var connection = Map.<String, Object>of("bootstrap.servers", SharedKafka.bootstrapServers());
    var settings = new KafkaSettings(Map.of("bootstrap.servers", SharedKafka.bootstrapServers()));

    // when
    try (var admin = new InterruptedAtTheOffsets(connection);
        var reader = new LagReader(admin, settings, new Topics("interrupted"), "workers")) {
      assertThatThrownBy(reader::look).isInstanceOf(InterruptException.class);
    } finally {
      var _ = Thread.interrupted(); // for the tests after this one
    }
  }

  private static final class InterruptedAtTheOffsets extends ForwardingAdmin {

    InterruptedAtTheOffsets(Map<String, Object> settings) {
      super(settings);
    }

    @Override
    public ListOffsetsResult listOffsets(
        Map<TopicPartition, OffsetSpec> partitions, ListOffsetsOptions options) {
      var result = super.listOffsets(partitions, options);
      Thread.currentThread().interrupt();
      return result;
    }
  }

  private static String[] watch(String prefix) {
    return new String[] {
      "lag",
      "--watch",
      "--interval",
      "100ms",
      "-o",
      "json",
      "--topic-prefix",
      prefix,
      "-b",
      SharedKafka.bootstrapServers()
    };
  }

  private static CliRun check(String prefix, String conditions) {
    return CliRun.at(
        SharedKafka.bootstrapServers(),
        "lag",
        "--topic-prefix",
        prefix,
        "--group",
        prefix,
        "--check",
        conditions);
  }

  @Test
  void repliesAndDeadLettersAreNoJobs() throws Exception {
    // given
    var out = run(new TopicsCommand(), "create", "--topic-prefix", "whole");

    // when
    var lags = lag("whole");

    // then
    assertThat(out.lines())
        .containsExactly(
            "created   whole.burgers",
            "created   whole.cleaning",
            "created   whole.replies",
            "created   whole.dead-letters");
    assertThat(lags)
        .extracting(lag -> lag.get("topic").asText())
        .containsExactly("whole.burgers", "whole.cleaning");
    assertThat(lags).extracting(lag -> lag.get("status").asText()).containsOnly("OK");
  }

  @Test
  void topicsThatExistAreLeftAsTheyAreAndTheirDifferencesShown() throws Exception {
    // given
    createTopic("kept"); // one partition, where eight are specified

    // when
    var created = run(new TopicsCommand(), "create", "--topic-prefix", "kept");
    var described = run(new TopicsCommand(), "describe", "--topic-prefix", "kept", "-o", "json");

    // then
    assertThat(created.lines()).contains("existing  kept.burgers", "created   kept.cleaning");
    var burgers = Json.codec().readTree(described).get(0);
    assertThat(burgers.get("partitions").asInt()).isEqualTo(1);
    assertThat(burgers.get("differences"))
        .extracting(JsonNode::asText)
        .containsExactly("partitions 1, specified 8");
    var letters = Json.codec().readTree(described).get(3);
    assertThat(letters.get("maxMessageBytes").asInt()).isEqualTo(8 * 1024 * 1024);
    assertThat(letters.get("differences")).isEmpty();
  }

  private static List<JsonNode> lag(String prefix, String... more) throws Exception {
    var arguments =
        new ArrayList<>(List.of("--topic-prefix", prefix, "--group", prefix, "-o", "json"));
    arguments.addAll(List.of(more));
    var json = Json.codec().readTree(run(new LagCommand(), arguments.toArray(String[]::new)));
    var lags = new ArrayList<JsonNode>();
    json.forEach(lags::add);
    agreeWithKafkasTools(prefix);
    return lags;
  }

  /** End − committed, as {@code kafka-consumer-groups} computes it, on every partition. */
  private static void agreeWithKafkasTools(String prefix) throws Exception {
    var lags =
        Json.codec()
            .readTree(
                run(
                    new LagCommand(),
                    "--topic-prefix",
                    prefix,
                    "--group",
                    prefix,
                    "--by",
                    "partition",
                    "-o",
                    "json"));
    try (var admin = admin()) {
      var commits = admin.listConsumerGroupOffsets(prefix).partitionsToOffsetAndMetadata().get();
      for (var lag : lags) {
        var partition = new TopicPartition(lag.get("topic").asText(), lag.get("partition").asInt());
        var end =
            admin.listOffsets(Map.of(partition, OffsetSpec.latest())).partitionResult(partition);
        var commit = commits.get(partition);
        assertThat(lag.get("commitLag").isNull()).as(lag.toString()).isEqualTo(commit == null);
        if (commit != null) {
          assertThat(lag.get("commitLag").asLong())
              .as(lag.toString())
              .isEqualTo(end.get().offset() - commit.offset());
        }
      }
    }
  }

  private static String run(Object command, String... arguments) {
    var out = new StringWriter();
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("-b", SharedKafka.bootstrapServers()));
    var code =
        new CommandLine(command)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(new PrintWriter(out, true))
            .execute(all.toArray(String[]::new));
    assertThat(code).isZero();
    return out.toString();
  }

  private static String createTopic(String prefix) throws Exception {
    var topic = prefix + ".burgers";
    try (var admin = admin()) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(topic, 1, (short) 1).configs(Map.of("retention.ms", "604800000"))))
          .all()
          .get();
    }
    return topic;
  }

  private static Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", SharedKafka.bootstrapServers()));
  }

  /** Sends jobs with these ids; null: a job without one. */
  private static void send(String topic, @Nullable String... ids) throws Exception {
    try (var producer = producer(Map.of())) {
      for (var id : ids) {
        producer.send(job(topic, id)).get();
      }
    }
  }

  private static ProducerRecord<byte[], byte[]> job(String topic, @Nullable String id) {
    return job(topic, id, System.currentTimeMillis());
  }

  private static ProducerRecord<byte[], byte[]> job(
      String topic, @Nullable String id, long enqueuedAt) {
    var job =
        new ProducerRecord<byte[], byte[]>(
            topic, 0, enqueuedAt, null, "{\"number\":1}".getBytes(UTF_8));
    if (id != null) {
      job.headers().add(Headers.JOB_ID, id.getBytes(UTF_8));
    }
    return job;
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, String> more) {
    var properties = new Properties();
    properties.put("bootstrap.servers", SharedKafka.bootstrapServers());
    properties.putAll(more);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static KafkaConsumer<byte[], byte[]> worker(String group) {
    var properties = new Properties();
    properties.put("bootstrap.servers", SharedKafka.bootstrapServers());
    properties.put("group.id", group);
    properties.put("enable.auto.commit", "false");
    properties.put("auto.offset.reset", "earliest");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static void commit(KafkaConsumer<?, ?> worker, String topic, long offset) {
    commit(worker, topic, new OffsetAndMetadata(offset));
  }

  private static void commit(KafkaConsumer<?, ?> worker, String topic, OffsetAndMetadata commit) {
    worker.commitSync(Map.of(new TopicPartition(topic, 0), commit));
  }
}

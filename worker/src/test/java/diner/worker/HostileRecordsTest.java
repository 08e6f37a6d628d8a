package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.kafka.RecordHeaders;
import diner.shared.kafka.Topics;
import diner.shared.message.Json;
import diner.shared.message.Reply;
import diner.shared.message.Reply.Status;
import diner.worker.answer.Answers;
import diner.worker.answer.Backoff;
import diner.worker.answer.ReplyTopics;
import diner.worker.flow.Delivery;
import diner.worker.flow.Outcome;
import diner.worker.flow.Outcome.Finished;
import diner.worker.flow.Settled;
import diner.worker.flow.Ticket;
import diner.worker.handler.Handlers;
import diner.worker.handler.JobContext;
import diner.worker.handler.JobFault;
import diner.worker.handler.WaitingHandler;
import diner.worker.lane.JobContexts;
import diner.worker.lane.JobReader;
import diner.worker.lane.WaitingLane;
import diner.worker.publish.AtLeastOncePublisher;
import diner.worker.publish.Destinations;
import diner.worker.publish.OwnTopics;
import diner.worker.publish.TopicFact;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a record holds, it ends in one reply that fits, and nothing throws. */
class HostileRecordsTest {

  private static final int RECORDS = 400;
  private static final int BUFFER_BYTES = 16 << 20;
  private static final OwnTopics OWN = new OwnTopics("jobs.replies", "jobs.dead-letters");

  private final Vertx vertx = Vertx.vertx();
  private final LinkedBlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @CsvSource({
    "65536, 1048588, 8388608", // as they are by default
    "65536, 1048588, 1048588", // dead letters in a topic that somebody else made
    "2147483647, 1048588, 8388608", // any headers let in
    "2147483647, 1048588, 1048588",
    "2147483647, 24576, 20000",
  })
  void everyRecordEndsInOneReplyThatFits(int headerLimit, int replyLimit, int deadLetterLimit)
      throws Exception {
    var seed = System.nanoTime();
    System.out.println("seed " + seed);
    var limits =
        Map.of(OWN.replies(), replyLimit, OWN.deadLetters(), deadLetterLimit, "small", 2_000);
    var answers = answers();
    var lane = lane(new Random(seed), headerLimit, answers);
    var destinations =
        new Destinations(
            topics -> facts(topics, limits), answers::undeliverable, OWN, BUFFER_BYTES);
    var publisher = new AtLeastOncePublisher(producer, destinations);
    var hostile = new HostileRecords(new Random(seed));

    for (var i = 0; i < RECORDS; i++) {
      var job = hostile.next(i);
      lane.start(List.of(Ticket.of(job, 0)));
      publisher.publish(Deliveries.batch(settled()));
      assertAnswered(job, producer.history(), limits);
      producer.clear();
    }
  }

  private static void assertAnswered(
      Delivery job, List<ProducerRecord<byte[], byte[]>> records, Map<String, Integer> limits)
      throws Exception {
    for (var record : records) {
      assertThat(HostileRecords.encodedBytes(record.key(), record.value(), record.headers()))
          .as(record.topic() + " of " + job.turn())
          .isLessThanOrEqualTo(limits.getOrDefault(record.topic(), 0));
    }
    var letters =
        records.stream().filter(record -> record.topic().equals(OWN.deadLetters())).toList();
    var replies = records.stream().filter(record -> !letters.contains(record)).toList();
    assertThat(replies).as("replies of " + job.turn()).hasSize(1);

    var reply = Json.read(replies.getFirst().value(), Reply.class);
    assertThat(reply.source()).isEqualTo(job.turn());
    assertThat(letters).as(reply.toString()).hasSize(reply.status() == Status.FAILED ? 1 : 0);
    if (!letters.isEmpty() && limits.containsValue(Topics.DEAD_LETTER_MAX_BYTES)) {
      assertUntouched(job, letters.getFirst());
    }
  }

  /** No job of up to a MiB is too large for the topic as it is made. */
  private static void assertUntouched(Delivery job, ProducerRecord<byte[], byte[]> letter) {
    assertThat(letter.key()).isEqualTo(job.key());
    assertThat(letter.value()).isEqualTo(job.value());
    var headers = RecordHeaders.of(letter.headers()).all();
    assertThat(headers.subList(0, job.headers().all().size()).equals(job.headers().all()))
        .as("the headers of " + job.turn() + " are kept")
        .isTrue();
  }

  private Settled settled() throws InterruptedException {
    var outcome = outcomes.poll(20, TimeUnit.SECONDS);
    assertThat(outcome).isInstanceOf(Finished.class);
    return ((Finished) Objects.requireNonNull(outcome)).settled();
  }

  private WaitingLane lane(Random random, int headerLimit, Answers answers) throws Exception {
    var reader =
        new JobReader(
            new Handlers(List.of(new Moody(random))),
            replyTopics(),
            headerLimit,
            1 << 20,
            Duration.ofHours(24),
            1);
    return WaitingLane.open(
            vertx, 1, reader, new JobContexts(Map.of(), vertx), answers, outcomes::addAll)
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  private static Answers answers() {
    return new Answers(
        new Answers.Policy(1, new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)), 1 << 20),
        new Topics("jobs"),
        replyTopics(),
        "host-1",
        "workers");
  }

  private static ReplyTopics replyTopics() {
    return new ReplyTopics(
        OWN.replies(), List.of("small", "nowhere"), List.of("jobs.burgers", OWN.deadLetters()));
  }

  private static Map<String, TopicFact> facts(
      Iterable<String> topics, Map<String, Integer> limits) {
    var facts = new HashMap<String, TopicFact>();
    for (var topic : topics) {
      @Nullable Integer limit = limits.get(topic);
      facts.put(
          topic,
          limit == null ? new TopicFact.Missing("no such topic") : new TopicFact.Found(4, limit));
    }
    return facts;
  }

  /** A payload of this test's kind, and its result. */
  record Text(String text) {}

  /** Ends in one of the ways in which handlers end, and says as much as it was told. */
  private record Moody(Random random) implements WaitingHandler<Text, Text> {

    @Override
    public String kind() {
      return "burgers";
    }

    @Override
    public Class<Text> payloadType() {
      return Text.class;
    }

    @Override
    public Future<Text> handle(Text payload, JobContext job) {
      return switch (random.nextInt(4)) {
        case 0 -> Future.failedFuture(JobFault.permanent(payload.text(), payload.text()));
        case 1 -> Future.failedFuture(JobFault.transientFault("busy", payload.text()));
        case 2 -> throw new IllegalStateException(payload.text());
        default -> Future.succeededFuture(payload);
      };
    }
  }
}

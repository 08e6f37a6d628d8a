package diner.worker.lane;

import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.kafka.Topics;
import diner.shared.message.Headers;
import diner.shared.message.Json;
import diner.shared.message.Reply;
import diner.worker.Deliveries;
import diner.worker.answer.Answers;
import diner.worker.answer.Backoff;
import diner.worker.answer.ReplyTopics;
import diner.worker.flow.Outcome;
import diner.worker.flow.Outcome.Finished;
import diner.worker.flow.Publication;
import diner.worker.flow.Ticket;
import diner.worker.handler.Handlers;
import diner.worker.handler.JobHandler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What lane tests need: Vert.x, answers, and a place where outcomes arrive. */
final class LaneFixture implements AutoCloseable {

  static final Duration LIMIT = Duration.ofSeconds(10);

  /** A payload and a result of test kinds. */
  record Amount(int number) {}

  /** A job with so many attempts on record is not tried again. */
  static final int MAX_ATTEMPTS = 5;

  static final Duration DELAY_LIMIT = Duration.ofHours(24);
  static final int HEADER_LIMIT_BYTES = 2_000;

  private static final Topics TOPICS = new Topics("jobs");
  private static final ReplyTopics REPLY_TOPICS =
      new ReplyTopics(TOPICS.replies(), List.of("jobs.*"), List.of("jobs.burgers"));

  final Vertx vertx;
  private final LinkedBlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
  private final Answers answers =
      new Answers(
          new Answers.Policy(3, new Backoff(Duration.ofMillis(1), Duration.ofMillis(2)), 1 << 20),
          TOPICS,
          REPLY_TOPICS,
          "host-1",
          "workers");
  private final JobContexts contexts;

  LaneFixture() {
    this(Vertx.vertx());
  }

  /** Lanes on this Vert.x, which the fixture closes. */
  LaneFixture(Vertx vertx) {
    this.vertx = vertx;
    this.contexts = new JobContexts(Map.of(), vertx);
  }

  WaitingLane waiting(JobHandler<?> handler) {
    return await(WaitingLane.open(vertx, 1, reader(handler), contexts, answers, outcomes::addAll));
  }

  ComputingLane computing(int cleaners, long heapBytes, JobHandler<?> handler) {
    return await(
        ComputingLane.open(
            vertx, cleaners, heapBytes, reader(handler), contexts, answers, outcomes::addAll));
  }

  static Ticket ticket(String kind, String value) {
    return Deliveries.ticket(value, Headers.NONE.plus(Headers.JOB_KIND, kind));
  }

  Outcome outcome() throws InterruptedException {
    var outcome = outcomes.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertThat(outcome).as("an outcome within " + LIMIT).isNotNull();
    return Objects.requireNonNull(outcome);
  }

  Reply reply() throws Exception {
    return reply(publications().getFirst());
  }

  static Reply reply(Publication record) throws Exception {
    return Json.read(Objects.requireNonNull(record.value()), Reply.class);
  }

  /** The records of a job that is over. */
  List<Publication> publications() throws InterruptedException {
    var outcome = outcome();
    assertThat(outcome).isInstanceOf(Finished.class);
    return ((Finished) outcome).settled().publications();
  }

  /** Lets both lanes work off what they have, and checks that no further outcome came of it. */
  void assertNoFurtherOutcome() {
    await(vertx.timer(50, TimeUnit.MILLISECONDS));
    assertThat(outcomes).isEmpty();
  }

  static <T> T await(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    await(vertx.close());
  }

  private static JobReader reader(JobHandler<?> handler) {
    return new JobReader(
        new Handlers(List.of(handler)),
        REPLY_TOPICS,
        HEADER_LIMIT_BYTES,
        1_000,
        DELAY_LIMIT,
        MAX_ATTEMPTS);
  }
}

package diner.worker.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.kafka.Topics;
import diner.shared.message.Burgers;
import diner.shared.message.Header;
import diner.shared.message.Headers;
import diner.shared.message.Json;
import diner.shared.message.Reason;
import diner.shared.message.Reply;
import diner.shared.message.Reply.Failure;
import diner.shared.message.Reply.Status;
import diner.worker.Deliveries;
import diner.worker.flow.Outcome;
import diner.worker.flow.Outcome.Finished;
import diner.worker.flow.Publication;
import diner.worker.flow.Settled;
import diner.worker.flow.Ticket;
import diner.worker.handler.JobFault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where answers go, and what is said of those that could not. */
class ReplyPlacesTest {

  private static final Topics TOPICS = new Topics("jobs");
  private static final Burgers RESULT = new Burgers(List.of("a"));
  private static final Failure UNKNOWN =
      new Failure("reply-topic-unknown", "topic 'orders' does not exist");
  private static final Headers SPRINGS =
      new Headers(
          List.of(
              new Header("kafka_correlationId", new byte[] {0, -1, 5}),
              Header.of("kafka_replyTopic", "orders"),
              new Header("kafka_replyPartition", new byte[] {0, 0, 1, 2})));

  private final Answers answers = answers(1 << 20);

  @Test
  void aResultGoesWhereTheJobAsks() {
    var records = records(answers.done(ticket(SPRINGS), Deliveries.RUN, RESULT));

    assertThat(records)
        .singleElement()
        .satisfies(reply -> {
          assertThat(reply.topic()).isEqualTo("orders");
          assertThat(reply.partition()).isEqualTo(258);
          assertThat(reply.headers().all()).containsAll(SPRINGS.all());
        });
  }

  @Test
  void aFailureGoesThereTooAndItsDeadLetterToTheDeadLetters() {
    var records =
        records(answers.ended(ticket(SPRINGS), Deliveries.RUN, JobFault.permanent("x", "y")));

    assertThat(records)
        .extracting(Publication::topic)
        .containsExactly("orders", "jobs.dead-letters");
    assertThat(records).extracting(Publication::partition).containsExactly(258, null);
  }

  @Test
  void aReplyThatMayNotGoWhereTheJobAsksGoesToTheDefaultTopic() {
    var headers = new Headers(SPRINGS.all()).plus("reply-to", "jobs.burgers");

    var records =
        records(answers.refused(ticket(headers), Deliveries.RUN, Reason.REJECTED, "not allowed"));

    assertThat(records)
        .extracting(Publication::topic)
        .containsExactly("jobs.replies", "jobs.dead-letters");
    assertThat(records.getFirst().partition()).isNull();
    assertThat(records.getFirst().headers().all()).containsAll(SPRINGS.all());
  }

  @Test
  void whatCouldNotBeDeliveredFailsByDefaultAndIsADeadLetter() throws Exception {
    var secondAttempt = ticket(SPRINGS).again(new Failure("a", "b"));

    var records = answers.undeliverable(done(secondAttempt), UNKNOWN);

    var reply = read(records.getFirst());
    assertThat(records.getFirst().topic()).isEqualTo("jobs.replies");
    assertThat(records.getFirst().partition()).isNull();
    assertThat(records.getFirst().headers().all())
        .contains(Header.of("status", "failed"))
        .containsAll(SPRINGS.all());
    assertThat(reply.status()).isEqualTo(Status.FAILED);
    assertThat(reply.result()).isNull();
    assertThat(reply.error()).isEqualTo(UNKNOWN);
    assertThat(reply.attempts()).isEqualTo(2);

    var letter = records.get(1);
    assertThat(letter.topic()).isEqualTo("jobs.dead-letters");
    assertThat(letter.value()).isEqualTo(secondAttempt.delivery().value());
    assertThat(letter.headers().all())
        .contains(
            Header.of("dead-letter-reason", "permanent"),
            Header.of("dead-letter-error-type", UNKNOWN.type()),
            Header.of("dead-letter-error-message", UNKNOWN.message()),
            Header.of("dead-letter-attempts", "2"));
    assertThat(records).hasSize(2);
  }

  @Test
  void aJobThatWasNeverTriedSaysSoWhereverItsReplyGoes() throws Exception {
    var refused =
        (Finished)
            answers.refused(ticket(SPRINGS), Deliveries.RUN, Reason.MALFORMED, "not JSON: x");

    var records = answers.undeliverable(refused.settled(), UNKNOWN);

    assertThat(records)
        .extracting(Publication::topic)
        .containsExactly("jobs.replies", "jobs.dead-letters");
    assertThat(records).extracting(Publication::partition).containsExactly(null, null);
    assertThat(read(records.getFirst()).attempts()).isZero();
    assertThat(read(records.getFirst()).error()).isEqualTo(new Failure("malformed", "not JSON: x"));
    assertThat(records.get(1).headers().all())
        .contains(
            Header.of("dead-letter-reason", "malformed"), Header.of("dead-letter-attempts", "0"));
  }

  @Test
  void aFailureThatCouldNotBeDeliveredIsStillOneReplyAndOneDeadLetter() throws Exception {
    var failed =
        (Finished) answers.ended(ticket(SPRINGS), Deliveries.RUN, JobFault.permanent("x", "y"));

    var records = answers.undeliverable(failed.settled(), UNKNOWN);

    assertThat(records)
        .extracting(Publication::topic)
        .containsExactly("jobs.replies", "jobs.dead-letters");
    assertThat(read(records.getFirst()).attempts()).isEqualTo(1);
    assertThat(read(records.getFirst()).error()).isEqualTo(new Failure("x", "y"));
  }

  @Test
  void aReplyRepeatsWhatIsWithinLimitsAndCutsOrLeavesOutTheRest() throws Exception {
    var within = "x".repeat(64 * 1024);
    var name = "n".repeat(200);
    var headers = Headers.NONE.plus("kafka_correlationId", within).plus("batch-id", name);
    var beyond =
        Headers.NONE
            .plus("kafka_correlationId", within + "x")
            .plus("batch-id", name + "n")
            .plus("job-kind", name + "n");

    var full = failed(within, headers);
    var cut = failed(within + "x", beyond);

    assertThat(full.key()).hasSize(64 * 1024);
    assertThat(full.headers().all()).containsAll(headers.all());
    assertThat(read(full).batch()).isEqualTo(name);
    assertThat(cut.key()).isEqualTo("jobs.burgers/0@7".getBytes(UTF_8));
    assertThat(cut.headers().all())
        .extracting(Header::name)
        .containsExactly("job-id", "job-kind", "status");
    assertThat(cut.headers().text("job-kind")).contains(name + "…");
    assertThat(read(cut).batch()).isNull();
  }

  @Test
  void aReplyCarriesATraceOnAndNothingThatIsNone() {
    var trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    var traced = failed("a", Headers.NONE.plus("traceparent", trace));
    var malformed = failed("a", Headers.NONE.plus("traceparent", trace + "-more"));

    assertThat(traced.headers().text("traceparent")).contains(trace);
    assertThat(malformed.headers().last("traceparent")).isEmpty();
  }

  @Test
  void theReplyLimitIsWhatTheBrokerCounts() throws Exception {
    var reply = records(answers.done(ticket(SPRINGS), Deliveries.RUN, RESULT)).getFirst();
    var bytes = (int) BrokerBytes.of(reply);

    var within = records(answers(bytes).done(ticket(SPRINGS), Deliveries.RUN, RESULT));
    var beyond = records(answers(bytes - 1).done(ticket(SPRINGS), Deliveries.RUN, RESULT));

    assertThat(read(within.getFirst()).status()).isEqualTo(Status.DONE);
    assertThat(read(beyond.getFirst()).error())
        .isEqualTo(
            new Failure(
                "result-too-large",
                "the reply has %d bytes, allowed are %d (--reply-limit)"
                    .formatted(bytes, bytes - 1)));
  }

  private Publication failed(String key, Headers headers) {
    var delivery = Deliveries.delivery(Deliveries.ASSIGNMENT, 7, key, null, headers);
    var ticket = Ticket.of(delivery, 0);
    return records(answers.refused(ticket, Deliveries.RUN, Reason.REJECTED, "x")).getFirst();
  }

  private Settled done(Ticket ticket) {
    return ((Finished) answers.done(ticket, Deliveries.RUN, RESULT)).settled();
  }

  private static Answers answers(int replyLimitBytes) {
    return new Answers(
        new Answers.Policy(
            3, new Backoff(Duration.ofMillis(10), Duration.ofSeconds(1)), replyLimitBytes),
        TOPICS,
        new ReplyTopics(TOPICS.replies(), List.of("*"), List.of(TOPICS.jobs("burgers"))),
        "host-1",
        "workers");
  }

  private static Ticket ticket(Headers headers) {
    return Deliveries.ticket("{\"number\":2}", headers.plus("job-id", "j1"));
  }

  private static List<Publication> records(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Finished.class);
    return ((Finished) outcome).settled().publications();
  }

  private static Reply read(Publication reply) throws Exception {
    return Json.read(requireNonNull(reply.value()), Reply.class);
  }
}

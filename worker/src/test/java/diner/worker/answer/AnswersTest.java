package diner.worker.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.kafka.Topics;
import diner.shared.message.Burgers;
import diner.shared.message.Header;
import diner.shared.message.Headers;
import diner.shared.message.InvalidPayload;
import diner.shared.message.Json;
import diner.shared.message.Reason;
import diner.shared.message.Reply;
import diner.shared.message.Reply.Failure;
import diner.shared.message.Reply.Status;
import diner.worker.Deliveries;
import diner.worker.flow.Outcome;
import diner.worker.flow.Outcome.Again;
import diner.worker.flow.Outcome.Counted;
import diner.worker.flow.Outcome.Finished;
import diner.worker.flow.Outcome.Unavailable;
import diner.worker.flow.Publication;
import diner.worker.flow.Run;
import diner.worker.flow.Sign;
import diner.worker.flow.Ticket;
import diner.worker.handler.JobFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {

  private static final Instant START = Instant.parse("2026-01-01T12:00:00.000001Z");
  private static final Run RUN = new Run(START, START.plusMillis(500), "vert.x-eventloop-thread-0");

  private static final Duration A_MINUTE = Duration.ofMinutes(1);

  private static final Topics TOPICS = new Topics("jobs");
  private static final ReplyTopics REPLY_TOPICS =
      new ReplyTopics(TOPICS.replies(), List.of(), List.of());

  private final Answers answers =
      new Answers(
          new Answers.Policy(3, new Backoff(Duration.ofMillis(10), Duration.ofSeconds(1)), 2_000),
          TOPICS,
          REPLY_TOPICS,
          "host-1",
          "workers");

  @Test
  void repliesAsTheContractSays() throws Exception {
    var ticket =
        Deliveries.ticket(
            "{\"number\":2}",
            Headers.NONE.plus("job-id", "j1").plus("batch-id", "b1").plus("batch-size", "9"));

    var reply = onlyPublication(answers.done(ticket, RUN, new Burgers(List.of("a", "b"))));

    assertThat(reply.topic()).isEqualTo("jobs.replies");
    assertThat(new String(requireNonNull(reply.key()), UTF_8)).isEqualTo("j1");
    assertThat(new String(requireNonNull(reply.value()), UTF_8))
        .isEqualTo(
            "{\"job\":\"j1\",\"kind\":\"burgers\",\"status\":\"done\","
                + "\"result\":{\"burgers\":[\"a\",\"b\"]},\"attempts\":1,\"redrives\":0,"
                + "\"batch\":\"b1\","
                + "\"source\":{\"topic\":\"jobs.burgers\",\"partition\":0,\"offset\":7},"
                + "\"worker\":\"host-1\",\"enqueuedAt\":\"2023-11-14T22:13:20.000000Z\","
                + "\"startedAt\":\"2026-01-01T12:00:00.000001Z\","
                + "\"finishedAt\":\"2026-01-01T12:00:00.500001Z\","
                + "\"thread\":\"vert.x-eventloop-thread-0\"}");
    assertThat(reply.headers().all())
        .contains(
            Header.of("job-id", "j1"),
            Header.of("job-kind", "burgers"),
            Header.of("status", "done"),
            Header.of("batch-id", "b1"),
            Header.of("batch-size", "9"));
    assertThat(read(reply).status()).isEqualTo(Status.DONE);
  }

  @Test
  void repeatsHowOftenTheJobWasBroughtBack() throws Exception {
    var ticket = Deliveries.ticket("{}", Headers.NONE.plus(Headers.REDRIVES, "3"));
    assertThat(read(onlyPublication(answers.done(ticket, RUN, 1))).redrives()).isEqualTo(3);

    var malformed = Deliveries.ticket("{}", Headers.NONE.plus(Headers.REDRIVES, "three"));
    assertThat(read(onlyPublication(answers.done(malformed, RUN, 1))).redrives()).isZero();
  }

  @Test
  void aFaultThatMayPassIsTriedAgainUntilTheDeadlineAndNoLonger() throws Exception {
    var busy = JobFault.transientFault("503", "busy");
    var inTime = RUN.finishedAt().plusNanos(1_000).toString();
    assertThat(answers.ended(withDeadline(inTime), RUN, busy)).isInstanceOf(Again.class);

    var late = withDeadline(RUN.finishedAt().toString());
    var reply = read(onlyPublication(answers.ended(late, RUN, busy)));
    assertThat(reply.status()).isEqualTo(Status.EXPIRED);
    assertThat(reply.attempts()).isEqualTo(1);
    assertThat(reply.error()).isEqualTo(new Failure("503", "busy"));
  }

  @Test
  void whatIsDoneOrCantBeDoneAfterTheDeadlineIsAnsweredAsThat() throws Exception {
    var late = withDeadline(RUN.finishedAt().toString());

    var done = onlyPublication(answers.done(late, RUN, 1));
    assertThat(read(done).status()).isEqualTo(Status.DONE);

    var failed = (Finished) answers.ended(late, RUN, JobFault.permanent("404", "not here"));
    assertThat(read(failed.settled().publications().getFirst()).status()).isEqualTo(Status.FAILED);
  }

  @Test
  void anExpiredJobWhoseReplyCantGoWhereItAskedHasFailedAfterAsManyAttempts() throws Exception {
    var ticket = withDeadline("2026-01-01T11:00:00Z");
    var expired = (Finished) answers.expired(ticket, RUN);

    var records = answers.undeliverable(expired.settled(), new Failure("unknown", "no topic"));

    assertThat(read(records.getFirst()).status()).isEqualTo(Status.FAILED);
    assertThat(read(records.getFirst()).attempts()).isZero();
    assertThat(records.get(1).headers().text("dead-letter-attempts")).contains("0");
  }

  private static Ticket withDeadline(String deadline) {
    return Deliveries.ticket("{}", Headers.NONE.plus(Headers.DEADLINE, deadline));
  }

  @Test
  void aJobWithoutAnIdIsKnownByItsTurn() {
    var reply =
        onlyPublication(
            answers.done(
                Deliveries.ticket("{\"number\":1}", Headers.NONE), RUN, new Burgers(List.of())));

    assertThat(reply.headers().text("job-id")).contains("jobs.burgers/0@7");
  }

  @Test
  void echoesSpringsHeadersByteForByte() {
    var correlation = new Header("kafka_correlationId", new byte[] {0, -1, 5});
    var reply =
        onlyPublication(
            answers.done(
                Deliveries.ticket("{}", new Headers(List.of(correlation))),
                RUN,
                new Burgers(List.of())));

    assertThat(reply.headers().all()).contains(correlation);
  }

  @Test
  void triesAgainWhatMayPass() {
    var outcome = answers.ended(ticket(), RUN, JobFault.transientFault("kitchen-503", "busy"));

    assertThat(outcome).isInstanceOf(Again.class);
    assertThat(((Again) outcome).failure()).isEqualTo(new Failure("kitchen-503", "busy"));
  }

  @Test
  void waitsAsLongAsTheServiceAskedFor() {
    var outcome =
        answers.ended(
            ticket(), RUN, JobFault.transientFault("kitchen-503", "busy", Duration.ofHours(1)));

    assertThat(((Again) outcome).delay()).isGreaterThanOrEqualTo(Duration.ofHours(1));
  }

  @Test
  void givesUpAfterTheLastAttempt() throws Exception {
    var third = ticket().again(new Failure("a", "b")).again(new Failure("a", "b"));

    var finished =
        (Finished) answers.ended(third, RUN, JobFault.transientFault("kitchen-503", "busy"));

    var reply = read(finished.settled().publications().getFirst());
    assertThat(reply.status()).isEqualTo(Status.FAILED);
    assertThat(reply.attempts()).isEqualTo(3);
    assertThat(reply.error()).isEqualTo(new Failure("kitchen-503", "busy"));
    assertThat(finished.settled().publications().get(1).headers().text("dead-letter-reason"))
        .contains("exhausted");
  }

  @Test
  void leavesItToIntakeWhatBecomesOfAJobWhoseServiceIsAway() {
    var outcome =
        (Unavailable)
            answers.ended(ticket(), RUN, JobFault.unavailable("kitchen-503", "busy", A_MINUTE));

    assertThat(outcome.startedAt()).isEqualTo(START);
    assertThat(outcome.failure()).isEqualTo(new Failure("kitchen-503", "busy"));
    assertThat(outcome.retryAfter()).isEqualTo(A_MINUTE);
    assertThat(outcome.otherwise())
        .isInstanceOfSatisfying(
            Again.class,
            again -> {
              assertThat(again.delay()).isGreaterThanOrEqualTo(A_MINUTE);
              assertThat(again.next().refusals()).isEqualTo(1);
            });
  }

  @Test
  void givesUpAfterTheLastAttemptThatFoundTheServiceAwayUnlessIntakeSaysOtherwise()
      throws Exception {
    var third = ticket().again(new Failure("a", "b")).again(new Failure("a", "b"));

    var outcome =
        (Unavailable) answers.ended(third, RUN, JobFault.unavailable("kitchen-503", "busy"));

    assertThat(outcome.retryAfter()).isZero();
    var finished = (Finished) outcome.otherwise();
    assertThat(read(finished.settled().publications().getFirst()).attempts()).isEqualTo(3);
    assertThat(finished.settled().publications().get(1).headers().text("dead-letter-reason"))
        .contains("exhausted");
  }

  @Test
  void saysWhatTheAttemptSaysOfTheService() {
    var done = (Finished) answers.done(ticket(), RUN, new Burgers(List.of()));
    assertThat(done.sign()).isEqualTo(Sign.ANSWERED);
    assertThat(signOf(JobFault.permanent("x", "y"))).isEqualTo(Sign.ANSWERED);
    assertThat(signOf(JobFault.transientFault("x", "y"))).isEqualTo(Sign.ANSWERED);
    assertThat(signOf(JobFault.unanswered("x", "y"))).isEqualTo(Sign.SILENT);
    assertThat(signOf(new IOException("reset by peer"))).isEqualTo(Sign.SILENT);
    var refused = (Finished) answers.refused(ticket(), RUN, Reason.MALFORMED, "not JSON");
    assertThat(refused.sign()).isEqualTo(Sign.UNTRIED);
  }

  @Test
  void givesUpAtOnceWhatStays() {
    var finished = (Finished) answers.ended(ticket(), RUN, JobFault.permanent("x", "y"));

    assertThat(finished.settled().publications().get(1).headers().text("dead-letter-reason"))
        .contains("permanent");
  }

  @Test
  void countsAnUndeclaredErrorAsOneThatMayPass() {
    var outcome = answers.ended(ticket(), RUN, new IOException("reset by peer"));

    assertThat(((Again) outcome).failure()).isEqualTo(new Failure("IOException", "reset by peer"));
  }

  @Test
  void aDeadLetterIsTheJobAsItCameAndWhatBecameOfIt() {
    var ticket = Deliveries.ticket("not json", Headers.NONE.plus("job-id", "j1"));

    var finished = (Finished) answers.refused(ticket, RUN, Reason.MALFORMED, "not JSON: x");
    var letter = finished.settled().publications().get(1);

    assertThat(letter.topic()).isEqualTo("jobs.dead-letters");
    assertThat(letter.value()).isEqualTo("not json".getBytes(UTF_8));
    assertThat(letter.key()).isNull();
    assertThat(letter.headers().all())
        .contains(
            Header.of("job-id", "j1"),
            Header.of("dead-letter-topic", "jobs.burgers"),
            Header.of("dead-letter-partition", "0"),
            Header.of("dead-letter-offset", "7"),
            Header.of("dead-letter-timestamp", "1700000000000"),
            Header.of("dead-letter-reason", "malformed"),
            Header.of("dead-letter-error-type", "malformed"),
            Header.of("dead-letter-error-message", "not JSON: x"),
            Header.of("dead-letter-attempts", "0"),
            Header.of("dead-letter-worker", "host-1"),
            Header.of("kafka_dlt-original-topic", "jobs.burgers"),
            new Header("kafka_dlt-original-partition", new byte[4]),
            new Header("kafka_dlt-original-offset", ByteBuffer.allocate(8).putLong(7).array()));
  }

  @Test
  void leavesOutAValueThatEvenTheDeadLettersCantHold() {
    var ticket = Deliveries.ticket("x".repeat(Topics.DEAD_LETTER_MAX_BYTES), Headers.NONE);

    var finished = (Finished) answers.refused(ticket, RUN, Reason.REJECTED, "too large");
    var letter = finished.settled().publications().get(1);

    assertThat(letter.value()).isNull();
    assertThat(letter.headers().text("dead-letter-value-omitted"))
        .contains(Integer.toString(Topics.DEAD_LETTER_MAX_BYTES));
  }

  @Test
  void aReplyOverTheLimitFailsItsJob() throws Exception {
    var finished = (Finished) answers.done(ticket(), RUN, new Burgers(List.of("x".repeat(3_000))));

    var reply = read(finished.settled().publications().getFirst());
    assertThat(reply.status()).isEqualTo(Status.FAILED);
    assertThat(reply.error()).extracting(Failure::type).isEqualTo("result-too-large");
  }

  @Test
  void aResultWithoutAJsonFormFailsItsJob() throws Exception {
    var finished = (Finished) answers.done(ticket(), RUN, new Object());

    var reply = read(finished.settled().publications().getFirst());
    assertThat(reply.error()).extracting(Failure::type).isEqualTo("result-not-json");
  }

  @Test
  void noResultFailsTheJob() throws Exception {
    var finished = (Finished) answers.done(ticket(), RUN, null);

    var reply = read(finished.settled().publications().getFirst());
    assertThat(reply.error()).extracting(Failure::type).isEqualTo("no-result");
  }

  private Sign signOf(Throwable cause) {
    return ((Counted) answers.ended(ticket(), RUN, cause)).sign();
  }

  private static Ticket ticket() {
    return Deliveries.ticket("{\"number\":2}", Headers.NONE.plus("job-id", "j1"));
  }

  private static Reply read(Publication reply) throws InvalidPayload {
    return Json.read(requireNonNull(reply.value()), Reply.class);
  }

  private static Publication onlyPublication(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Finished.class);
    var publications = ((Finished) outcome).settled().publications();
    assertThat(publications).hasSize(1);
    return publications.getFirst();
  }
}

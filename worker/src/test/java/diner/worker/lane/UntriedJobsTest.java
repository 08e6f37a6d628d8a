package diner.worker.lane;

import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.message.Headers;
import diner.shared.message.Reply.Failure;
import diner.shared.message.Reply.Status;
import diner.worker.Deliveries;
import diner.worker.flow.Ticket;
import diner.worker.handler.ComputingHandler;
import diner.worker.handler.JobContext;
import diner.worker.handler.WaitingHandler;
import diner.worker.lane.LaneFixture.Amount;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs that no handler may see, in either lane. */
class UntriedJobsTest {

  private static final String KIND = "counting";

  private final LaneFixture lane = new LaneFixture();
  private final AtomicInteger tried = new AtomicInteger();

  @AfterEach
  void close() {
    lane.close();
  }

  @Test
  void aWaitingJobThatOutlivedItsLastAttemptIsGivenUpAsCrashed() throws Exception {
    lane.waiting(new Waiting()).start(List.of(triedBefore(LaneFixture.MAX_ATTEMPTS)));

    assertGivenUpAsCrashed();
  }

  @Test
  void aComputingJobThatOutlivedItsLastAttemptIsGivenUpAsCrashed() throws Exception {
    lane.computing(1, 1_000, new Computing()).start(List.of(triedBefore(LaneFixture.MAX_ATTEMPTS)));

    assertGivenUpAsCrashed();
  }

  @Test
  void aJobWithAnAttemptLeftIsTried() throws Exception {
    lane.waiting(new Waiting()).start(List.of(triedBefore(LaneFixture.MAX_ATTEMPTS - 1)));

    var reply = lane.reply();
    assertThat(reply.status()).isEqualTo(Status.DONE);
    assertThat(reply.attempts()).isEqualTo(LaneFixture.MAX_ATTEMPTS);
    assertThat(tried).hasValue(1);
  }

  @Test
  void aJobThatMayNotHaveItsReplyWhereItWantsIsRejected() throws Exception {
    lane.waiting(new Waiting()).start(List.of(ticket(Headers.NONE.plus("reply-to", "other"), 0)));

    var records = lane.publications();
    var reply = LaneFixture.reply(records.getFirst());
    assertThat(records.getFirst().topic()).isEqualTo("jobs.replies");
    assertThat(reply.attempts()).isZero();
    assertThat(reply.error())
        .isEqualTo(
            new Failure(
                "rejected",
                "reply-to 'other' is not allowed; expected jobs.replies or one of: jobs.*"
                    + " (--reply-topics)"));
    assertThat(records.get(1).headers().text("dead-letter-reason")).contains("rejected");
    assertThat(records).hasSize(2);
    assertThat(tried).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {Headers.JOB_ID, Headers.JOB_KIND, Headers.BATCH_ID})
  void aJobWithANameThatIsTooLongIsRejected(String header) throws Exception {
    lane.waiting(new Waiting())
        .start(List.of(ticket(Headers.NONE.plus(header, "x".repeat(201)), 0)));

    assertRejected(header + " has 201 characters, allowed are 200");
  }

  @Test
  void aJobWithTooManyBytesOfHeadersIsRejected() throws Exception {
    var own = Headers.NONE.plus(Headers.JOB_KIND, KIND).bytes();
    var filled = "x".repeat((int) (LaneFixture.HEADER_LIMIT_BYTES - own - 2));
    var waiting = lane.waiting(new Waiting());

    waiting.start(List.of(ticket(Headers.NONE.plus("hä", filled), 0)));
    assertRejected("the headers have 2001 bytes, allowed are 2000 (--header-limit)");

    waiting.start(List.of(ticket(Headers.NONE.plus("ha", filled), 0)));
    assertThat(lane.reply().status()).isEqualTo(Status.DONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not-before | tomorrow | an ISO-8601 instant such as 2026-11-22T12:00:00Z",
        "deadline | 1790000000 | an ISO-8601 instant such as 2026-11-22T12:00:00Z",
        "job-redrives | -1 | a whole number from 0 to 999999999"
      })
  void aJobWithAHeaderThatCantBeUnderstoodIsRejected(String header, String text, String expected)
      throws Exception {
    lane.waiting(new Waiting()).start(List.of(ticket(Headers.NONE.plus(header, text), 0)));

    assertRejected("%s is '%s'; expected %s".formatted(header, text, expected));
  }

  @Test
  void aJobThatIsToWaitForLongerThanAllowedIsRejected() throws Exception {
    var timestamp = Instant.ofEpochMilli(1_700_000_000_000L);
    var latest = timestamp.plus(LaneFixture.DELAY_LIMIT);
    var waiting = lane.waiting(new Waiting());

    var tooLate = latest.plusMillis(1).toString();
    waiting.start(List.of(ticket(Headers.NONE.plus(Headers.NOT_BEFORE, tooLate), 0)));
    assertRejected(
        "not-before is 2023-11-15T22:13:20.001Z, more than 86400 s after the job's own timestamp"
            + " (--delay-limit)");

    waiting.start(List.of(ticket(Headers.NONE.plus(Headers.NOT_BEFORE, latest.toString()), 0)));
    assertThat(lane.reply().status()).isEqualTo(Status.DONE);
  }

  private void assertRejected(String message) throws Exception {
    var records = lane.publications();
    assertThat(LaneFixture.reply(records.getFirst()).error())
        .isEqualTo(new Failure("rejected", message));
    assertThat(LaneFixture.reply(records.getFirst()).attempts()).isZero();
    assertThat(records.get(1).headers().text("dead-letter-reason")).contains("rejected");
    assertThat(records).hasSize(2);
    assertThat(tried).hasValue(0);
  }

  private void assertGivenUpAsCrashed() throws Exception {
    var records = lane.publications();
    var reply = LaneFixture.reply(records.getFirst());
    assertThat(reply.status()).isEqualTo(Status.FAILED);
    assertThat(reply.attempts()).isEqualTo(LaneFixture.MAX_ATTEMPTS);
    assertThat(reply.error())
        .isEqualTo(
            new Failure(
                "crashed", "its worker ended during attempt 5, the last of 5 (--max-attempts)"));
    var letter = records.get(1);
    assertThat(letter.topic()).isEqualTo("jobs.dead-letters");
    assertThat(letter.headers().text("dead-letter-reason")).contains("crashed");
    assertThat(letter.headers().text("dead-letter-attempts")).contains("5");
    assertThat(records).hasSize(2);
    assertThat(tried).hasValue(0);
    lane.assertNoFurtherOutcome();
  }

  private static Ticket triedBefore(int times) {
    return ticket(Headers.NONE, times);
  }

  private static Ticket ticket(Headers headers, int triedBefore) {
    return Ticket.of(
        Deliveries.delivery(Deliveries.ASSIGNMENT, 7, null, "{\"number\":1}", withKind(headers)),
        triedBefore);
  }

  private static Headers withKind(Headers headers) {
    return headers.text(Headers.JOB_KIND).isPresent()
        ? headers
        : headers.plus(Headers.JOB_KIND, KIND);
  }

  private final class Waiting implements WaitingHandler<Amount, Amount> {

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public Class<Amount> payloadType() {
      return Amount.class;
    }

    @Override
    public Future<Amount> handle(Amount payload, JobContext job) {
      tried.incrementAndGet();
      return Future.succeededFuture(payload);
    }
  }

  private final class Computing implements ComputingHandler<Amount, Integer, Integer> {

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public Class<Amount> payloadType() {
      return Amount.class;
    }

    @Override
    public long footprintBytes(Amount payload) {
      tried.incrementAndGet();
      return 1;
    }

    @Override
    public Work<Integer, Integer> begin(Amount payload, JobContext job) {
      throw new AssertionError("not to be begun");
    }
  }
}

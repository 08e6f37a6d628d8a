package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diner.shared.message.Reply;
import diner.shared.message.Reply.Status;
import diner.shared.message.Turn;
import java.time.Instant;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** That the proofs' book finds what it is there to find. */
class ReplyBookTest {

  private static final TopicPartition BURGERS_0 = new TopicPartition("jobs.burgers", 0);

  private final ReplyBook book = new ReplyBook();

  @Test
  void namesWhoIsMissing() {
    book.onReply(reply(0, 0, Status.DONE));
    book.onReply(reply(2, 2, Status.DONE));

    assertThat(book.verdict(3).missing()).isEqualTo(1);
    assertThat(book.verdict(3).examples()).contains("missing [job-1]");
    assertThatThrownBy(() -> book.verdict(3).require(DeliveryMode.AT_LEAST_ONCE))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void findsDoublesWhichOnlyAtLeastOnceMayHave() {
    book.onReply(reply(0, 0, Status.DONE));
    book.onReply(reply(0, 0, Status.DONE));

    assertThat(book.verdict(1).doubled()).isEqualTo(1);
    book.verdict(1).require(DeliveryMode.AT_LEAST_ONCE);
    assertThatThrownBy(() -> book.verdict(1).require(DeliveryMode.EXACTLY_ONCE))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void holdsFailedRepliesAgainstDeadLetters() {
    book.onReply(reply(0, 0, Status.FAILED));
    book.onReply(reply(1, 1, Status.FAILED));
    book.onDeadLetter("job-1");
    book.onDeadLetter("job-2");

    assertThat(book.verdict(2).failed()).isEqualTo(2);
    assertThat(book.verdict(2).oddLetters())
        .as("0 without a letter, 2 without a reply")
        .isEqualTo(2);
  }

  @Test
  void findsTheFirstOffsetBelowACommitThatHasNoReply() {
    book.onReply(reply(0, 0, Status.DONE));
    book.onReply(reply(2, 2, Status.DONE));

    assertThat(book.firstUnanswered(BURGERS_0, 0, 1)).isEmpty();
    assertThat(book.firstUnanswered(BURGERS_0, 0, 3)).hasValue(1);
    assertThat(book.firstUnanswered(new TopicPartition("jobs.burgers", 1), 0, 1)).hasValue(0);
  }

  @Test
  void findsRepliesThatBelongToNoJob() {
    book.onReply(reply(0, 0, Status.DONE));
    book.onReply(reply(7, 0, Status.DONE)); // an id that nobody sent, from another job's turn

    assertThat(book.verdict(1).foreign()).isPositive();
  }

  private static Reply reply(int number, long offset, Status status) {
    return new Reply(
        ReplyBook.id(number),
        "burgers",
        status,
        null,
        null,
        1,
        0,
        null,
        new Turn(BURGERS_0.topic(), BURGERS_0.partition(), offset),
        "worker",
        Instant.EPOCH,
        Instant.EPOCH,
        Instant.EPOCH,
        "thread");
  }
}

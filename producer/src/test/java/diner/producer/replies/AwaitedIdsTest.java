package diner.producer.replies;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.message.JobIds;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class AwaitedIdsTest {

  private final AwaitedIds ids = new AwaitedIds();

  private static ReplyRecord replyTo(String id) {
    var record =
        new ConsumerRecord<>("jobs.replies", 0, 0, new byte[0], "not JSON".getBytes(UTF_8));
    record.headers().add("job-id", id.getBytes(UTF_8));
    return new ReplyRecord(record);
  }

  @Test
  void wantsEachAwaitedReplyOnceWhateverItsJson() {
    ids.add("a");

    assertThat(ids.wants(replyTo("b"))).isFalse();
    assertThat(ids.wants(replyTo("a"))).isTrue();
    assertThat(ids.wants(replyTo("a"))).isFalse();
  }

  @Test
  void awaitsTwoRepliesToAnIdThatIsTwoJobs() {
    ids.add("a");
    ids.add("a");

    assertThat(ids.wants(replyTo("a"))).isTrue();
    assertThat(ids.missing(10)).containsExactly("a");
    assertThat(ids.wants(replyTo("a"))).isTrue();
    assertThat(ids.missing(10)).isEmpty();
  }

  @Test
  void namesTheFirstMissingOnes() {
    List.of("a", "b", "c").forEach(ids::add);
    ids.remove("b");

    assertThat(ids.missing(10)).containsExactly("a", "c");
    assertThat(ids.missing(1)).containsExactly("a");
  }

  @Test
  void readsFromBeforeTheEarliestIdWhereAllTellTheirTime() {
    var made = Instant.now();
    var from = StartingPoint.before(List.of(JobIds.next(), JobIds.next()));

    assertThat(from)
        .isInstanceOfSatisfying(
            StartingPoint.Since.class,
            since ->
                assertThat(since.time())
                    .isBetween(
                        made.minus(StartingPoint.CLOCK_MARGIN).minusSeconds(1),
                        made.minus(StartingPoint.CLOCK_MARGIN).plus(1, ChronoUnit.SECONDS)));
  }

  @Test
  void readsFromTheBeginningWhereAnIdTellsNoTime() {
    assertThat(StartingPoint.before(List.of(JobIds.next(), "mine")))
        .isEqualTo(new StartingPoint.Beginning());
  }
}

package diner.worker.publish;

import static diner.worker.publish.PublishFixture.job;
import static diner.worker.publish.PublishFixture.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diner.shared.message.Header;
import diner.shared.message.Headers;
import diner.worker.Deliveries;
import diner.worker.flow.Publication;
import diner.worker.flow.Settled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class DestinationsTest {

  private final PublishFixture fixture = new PublishFixture();

  @Test
  void leavesAloneWhatCanGo() {
    var jobs = List.of(job(0, "jobs.replies", 7, "a"), job(1, "jobs.dead-letters", null, "b"));

    assertThat(fitted(jobs)).isEqualTo(jobs);
    assertThat(fixture.failures).isEmpty();
  }

  @Test
  void answersAJobWhoseTopicIsUnknown() {
    refusedAs("reply-topic-unknown", job(0, "nowhere", null, "a"), "nowhere", "does not exist");
  }

  @Test
  void answersAJobWhoseTopicMayNotBeSeen() {
    fixture.facts.topics.put("secret", new TopicFact.Forbidden("no ACL"));

    refusedAs("reply-topic-unknown", job(0, "secret", null, "a"), "secret", "no ACL");
  }

  @Test
  void answersAJobWhosePartitionIsOutOfRange() {
    refusedAs("reply-partition-unknown", job(0, "jobs.replies", 8, "a"), "8", "expected 0 to 7");
    refusedAs("reply-partition-unknown", job(0, "jobs.replies", -1, "a"), "-1", "expected 0 to 7");
  }

  @Test
  void answersAFailedJobWhosePartitionIsOutOfRange() {
    var failed =
        Deliveries.settled(
            Deliveries.ticket(0),
            new Publication("jobs.replies", 8, null, null, Headers.NONE),
            record("jobs.dead-letters", "dead"));

    refusedAs("reply-partition-unknown", failed, "8", "expected 0 to 7");
  }

  @Test
  void answersAJobWhoseReplyIsTooLarge() {
    refusedAs(
        "reply-too-large",
        job(0, "jobs.replies", null, "x".repeat(FixedFacts.MAX_BYTES)),
        "jobs.replies",
        "10000");
  }

  @Test
  void answersAJobWhoseReplyIsTooLargeForARequest() {
    fixture.facts.topics.put("large", new TopicFact.Found(1, Integer.MAX_VALUE));

    refusedAs("reply-too-large", job(0, "large", null, "x".repeat(1_000_000)), "large", "1000000");
  }

  @Test
  void countsNamesOfHeadersInBytesAndNotInCharacters() {
    var headers = new Headers(List.of(Header.of("€".repeat(3_000), "")));
    var large = new Publication("jobs.replies", null, null, new byte[1_500], headers);

    refusedAs(
        "reply-too-large",
        Deliveries.settled(Deliveries.ticket(0), large),
        "jobs.replies",
        "10000");
  }

  @Test
  void keepsTheOthersInTheirPlaces() {
    var fitted =
        fitted(
            List.of(
                job(0, "jobs.replies", null, "a"),
                job(1, "nowhere", null, "b"),
                job(2, "jobs.replies", null, "c")));

    assertThat(fitted).extracting(Settled::offset).containsExactly(0L, 1L, 2L);
    assertThat(fixture.failures).hasSize(1);
  }

  @Test
  void omitsTheValueOfADeadLetterThatIsTooLarge() {
    var large = "x".repeat(FixedFacts.MAX_BYTES);
    var fitted = fitted(List.of(job(0, "jobs.dead-letters", null, large)));

    var letter = fitted.getFirst().publications().getFirst();
    assertThat(letter.value()).isNull();
    assertThat(letter.headers().text("dead-letter-value-omitted")).contains("10000");
    assertThat(fixture.failures).isEmpty();
  }

  @Test
  void leavesOutLongHeadersOfADeadLetterWhereThatIsNotEnough() {
    var headers =
        new Headers(
            List.of(Header.of("theirs", "x".repeat(11_000)), Header.of("dead-letter-reason", "r")));
    var letter = new Publication("jobs.dead-letters", null, null, null, headers);

    var fitted = fitted(List.of(Deliveries.settled(Deliveries.ticket(0), letter)));

    assertThat(fitted.getFirst().publications().getFirst().headers().all())
        .containsExactly(Header.of("dead-letter-reason", "r"));
  }

  @Test
  void leavesOutTheFirstOfManyShortHeadersOfADeadLetterWhereNothingElseHelps() {
    var headers = new ArrayList<Header>();
    for (var i = 0; i < 30; i++) {
      headers.add(Header.of("theirs-" + i, "x".repeat(900)));
    }
    headers.add(Header.of("dead-letter-reason", "r"));
    var letter =
        new Publication("jobs.dead-letters", null, new byte[900], null, new Headers(headers));

    var fitted = fitted(List.of(Deliveries.settled(Deliveries.ticket(0), letter)));

    var record = fitted.getFirst().publications().getFirst();
    assertThat(RecordSize.upperBound(record)).isBetween(8_900, FixedFacts.MAX_BYTES);
    assertThat(record.key()).hasSize(900);
    assertThat(record.headers().all()).endsWith(headers.get(29), headers.get(30));
  }

  @Test
  void waitsForItsOwnTopicInsteadOfGivingUp() {
    var replies = fixture.facts.topics.remove("jobs.replies");
    var jobs = List.of(job(0, "jobs.replies", null, "a"));
    fixture.onPause(3, () -> fixture.facts.topics.put("jobs.replies", replies));

    assertThat(fitted(jobs)).isEqualTo(jobs);
    assertThat(fixture.pauses).hasSize(3).containsOnly(Duration.ofSeconds(3));
    assertThat(fixture.failures).isEmpty();
  }

  @Test
  void doesNotWaitForAnOwnTopicThatIsNotNeeded() {
    fixture.facts.topics.remove("jobs.dead-letters");

    fitted(List.of(job(0, "jobs.replies", null, "a")));

    assertThat(fixture.pauses).isEmpty();
  }

  @Test
  void endsTheWorkerWhereItsOwnTopicMayNotBeSeen() {
    fixture.facts.topics.put("jobs.replies", new TopicFact.Forbidden("no ACL"));

    assertThatThrownBy(() -> fitted(List.of(job(0, "jobs.replies", null, "a"))))
        .isInstanceOf(KafkaException.class)
        .hasMessageContaining("jobs.replies")
        .hasMessageContaining("no ACL");
  }

  @Test
  void asksUntilKafkaAnswers() {
    fixture.facts.errors.add(new TimeoutException("5 s"));
    fixture.facts.errors.add(new TimeoutException("5 s"));
    var jobs = List.of(job(0, "jobs.replies", null, "a"));

    assertThat(fitted(jobs)).isEqualTo(jobs);
    assertThat(fixture.facts.questions).hasSize(3);
  }

  @Test
  void asksOnceForAllTopicsAndRemembersThemForAWhile() {
    fixture.facts.topics.put("theirs", new TopicFact.Found(1, FixedFacts.MAX_BYTES));
    var jobs = List.of(job(0, "theirs", null, "a"), job(1, "nowhere", null, "b"));

    fitted(jobs);
    fitted(jobs);
    assertThat(fixture.facts.questions).hasSize(1);
    assertThat(fixture.facts.questions.getFirst())
        .containsExactly("jobs.dead-letters", "jobs.replies", "nowhere", "theirs");

    fixture.pass(Duration.ofSeconds(5));
    fitted(jobs);
    assertThat(fixture.facts.questions.getLast()).containsExactly("nowhere");

    fixture.pass(Duration.ofSeconds(25));
    fitted(jobs);
    assertThat(fixture.facts.questions.getLast()).hasSize(4);
  }

  @Test
  void remembersNoMoreThanAThousandTopics() {
    var many = IntStream.range(0, 1_200).mapToObj(i -> job(i, "nowhere-" + i, null, "a")).toList();
    fitted(many);

    fitted(many.subList(1_100, 1_200));
    assertThat(fixture.facts.questions).hasSizeLessThanOrEqualTo(2);
    fitted(many);
    assertThat(fixture.facts.questions.getLast()).hasSizeGreaterThanOrEqualTo(200);
  }

  private void refusedAs(String type, Settled job, String... said) {
    fixture.failures.clear();

    var fitted = fitted(List.of(job)).getFirst();

    assertThat(fitted.ticket()).isEqualTo(job.ticket());
    assertThat(fitted.publications())
        .extracting(Publication::topic)
        .containsExactly("jobs.replies", "jobs.dead-letters");
    assertThat(fixture.failures).hasSize(1);
    assertThat(fixture.failures.getFirst().type()).isEqualTo(type);
    assertThat(fixture.failures.getFirst().message()).contains(said);
  }

  private List<Settled> fitted(List<Settled> jobs) {
    return fixture.destinations.fitted(jobs);
  }
}

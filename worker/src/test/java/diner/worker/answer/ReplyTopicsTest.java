package diner.worker.answer;

import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.message.Header;
import diner.shared.message.Headers;
import diner.worker.answer.ReplyTopics.NotAllowed;
import diner.worker.answer.ReplyTopics.Place;
import diner.worker.answer.ReplyTopics.Wish;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTopicsTest {

  private final ReplyTopics topics =
      new ReplyTopics(
          "jobs.replies",
          List.of("jobs.*", "orders", "*.answers"),
          List.of("jobs.burgers", "jobs.dead-letters"));

  @Test
  void aJobThatAsksForNothingIsAnsweredByDefault() {
    assertThat(topics.wishOf(Headers.NONE)).isEqualTo(new Place("jobs.replies", null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jobs.mine", "jobs.replies", "orders", "my.answers", ".answers"})
  void aJobMayAskForTopicsThatMatch(String topic) {
    assertThat(replyTo(topic)).isEqualTo(new Place(topic, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jobs", "jobsXmine", "orders2", "my.orders", "answers", "my.answers.2"})
  void othersAreNotAllowed(String topic) {
    assertThat(message(replyTo(topic)))
        .isEqualTo(
            "reply-to '%s' is not allowed; expected jobs.replies or one of: jobs.*, orders,"
                + " *.answers (--reply-topics)",
            topic);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jobs.burgers", "jobs.dead-letters"})
  void whatComesBackAsAJobIsNotAllowedThoughItMatches(String topic) {
    assertThat(message(replyTo(topic)))
        .isEqualTo(
            "reply-to '%s' holds jobs or dead letters; expected a topic whose records are not"
                + " done as jobs",
            topic);
  }

  @ParameterizedTest
  @ValueSource(strings = {"__consumer_offsets", "__transaction_state", "__jobs.replies"})
  void kafkasInternalTopicsAreNeverAllowed(String topic) {
    var all = new ReplyTopics("jobs.replies", List.of("*", "__*"), List.of());

    assertThat(message(all.wishOf(Headers.NONE.plus("reply-to", topic))))
        .isEqualTo(
            "reply-to '%s' is one of Kafka's internal topics; expected a topic for replies", topic);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jobs.a b", "jobs.ä", "jobs./", "jobs.x\n", ".", ".."})
  void whatCantBeATopicIsNotAllowed(String topic) {
    var all = new ReplyTopics("jobs.replies", List.of("*"), List.of());

    assertThat(message(all.wishOf(Headers.NONE.plus("reply-to", topic))))
        .startsWith("reply-to '" + topic + "' names no topic; expected 1 to 249 letters");
  }

  @Test
  void aNameMayHave249CharactersAndIsNotShownInFullBeyond() {
    assertThat(replyTo("jobs." + "x".repeat(244))).isInstanceOf(Place.class);
    assertThat(message(replyTo("jobs." + "x".repeat(245)))).contains("names no topic");
    assertThat(message(replyTo("x".repeat(1_000_000)))).hasSizeLessThan(250);
  }

  @Test
  void springsTopicAndPartitionAreHonoured() {
    assertThat(topics.wishOf(spring("orders", partition(3)))).isEqualTo(new Place("orders", 3));
    assertThat(topics.wishOf(spring("orders", null))).isEqualTo(new Place("orders", null));
  }

  @Test
  void springsPartitionAloneIsOneOfTheDefaultTopic() {
    var headers = new Headers(List.of(new Header("kafka_replyPartition", partition(0))));

    assertThat(topics.wishOf(headers)).isEqualTo(new Place("jobs.replies", 0));
  }

  @Test
  void replyToWinsAndSpringsPartitionIsNotApplied() {
    var headers = spring("jobs.burgers", new byte[1]).plus("reply-to", "orders");

    assertThat(topics.wishOf(headers)).isEqualTo(new Place("orders", null));
  }

  @Test
  void springsTopicIsHeldToTheSameRules() {
    assertThat(message(topics.wishOf(spring("other", partition(0)))))
        .startsWith("kafka_replyTopic 'other' is not allowed");
    assertThat(message(topics.wishOf(spring("jobs.burgers", null))))
        .startsWith("kafka_replyTopic 'jobs.burgers' holds jobs");
  }

  @Test
  void aPartitionThatIsNoneIsNotAllowed() {
    assertThat(message(topics.wishOf(spring("orders", partition(-1)))))
        .isEqualTo("kafka_replyPartition must be at least 0, was -1");
    assertThat(message(topics.wishOf(spring("orders", new byte[3]))))
        .isEqualTo("kafka_replyPartition must have 4 bytes, had 3");
    assertThat(
            message(topics.wishOf(new Headers(List.of(new Header("kafka_replyPartition", null))))))
        .isEqualTo("kafka_replyPartition must have 4 bytes, had 0");
  }

  @Test
  void theReplyOfAJobThatAsksForTooMuchGoesToTheDefaultTopic() {
    assertThat(topics.placeOf(spring("other", partition(2))))
        .isEqualTo(new Place("jobs.replies", null));
    assertThat(topics.placeOf(spring("orders", partition(2)))).isEqualTo(new Place("orders", 2));
  }

  @ParameterizedTest
  @CsvSource({"jobs.*,true", "*,true", "a-b_c.d,true", "a b,false", "'',false", "a?,false"})
  void knowsWhatCanBeAPattern(String text, boolean expected) {
    assertThat(ReplyTopics.isPattern(text)).isEqualTo(expected);
  }

  private Wish replyTo(String topic) {
    return topics.wishOf(Headers.NONE.plus("reply-to", topic));
  }

  private static Headers spring(String topic, byte @Nullable [] partition) {
    var headers = Headers.NONE.plus("kafka_replyTopic", topic);
    return partition == null
        ? headers
        : headers.plus(new Header("kafka_replyPartition", partition));
  }

  private static byte[] partition(int number) {
    return ByteBuffer.allocate(4).putInt(number).array();
  }

  private static String message(Wish wish) {
    assertThat(wish).isInstanceOf(NotAllowed.class);
    return ((NotAllowed) wish).message();
  }
}

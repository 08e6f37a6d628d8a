package diner.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import diner.localkafka.LocalKafka;
import diner.shared.kafka.RecordHeaders;
import diner.shared.message.Header;
import diner.shared.message.Json;
import diner.shared.message.Reply;
import diner.shared.message.Reply.Failure;
import diner.shared.message.Reply.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Replies go where their jobs ask for, if they may, through a whole worker on a genuine broker. */
@ExtendWith(SharedKafka.class)
class ReplyToIT {

  private static final String ORDER = "{\"number\":1}";

  private Diner diner;
  private String orders;

  @BeforeEach
  void open(LocalKafka kafka) {
    diner = new Diner(kafka);
    orders = diner.topics().prefix() + "-orders"; // not one of the prefix's own topics
    diner.createTopic(orders, 3, Map.of());
  }

  @AfterEach
  void close() {
    diner.close();
  }

  @Test
  void aReplyGoesToTheTopicItsJobAsksForAndNowhereElse() throws Exception {
    send("asking", Header.of("reply-to", orders));
    send("other");

    try (var _ = start("--reply-topics", "none," + orders + "*")) {
      assertThat(diner.records(orders, 1))
          .singleElement()
          .satisfies(record -> {
            assertThat(Diner.header(record, "job-id")).isEqualTo("asking");
            assertThat(reply(record).status()).isEqualTo(Status.DONE);
          });
      assertThat(diner.replies(1)).extracting(Reply::job).containsExactly("other");
    }
  }

  @Test
  void whatSpringsTemplateAsksForIsHonouredAndEchoed() throws Exception {
    var asked =
        List.of(
            new Header("kafka_correlationId", new byte[] {0, -1, 5, -128}),
            Header.of("kafka_replyTopic", orders),
            new Header("kafka_replyPartition", new byte[] {0, 0, 0, 2}));
    send("asking", asked.toArray(Header[]::new));

    try (var _ = start("--reply-topics", orders)) {
      assertThat(diner.records(orders, 1))
          .singleElement()
          .satisfies(record -> {
            assertThat(record.partition()).isEqualTo(2);
            assertThat(RecordHeaders.of(record.headers()).all()).containsAll(asked);
            assertThat(reply(record).status()).isEqualTo(Status.DONE);
          });
    }
  }

  @Test
  void aJobThatAsksForWhatItMayNotHaveFailsAndOthersAreUndisturbed() throws Exception {
    var jobs = diner.topics().jobs("burgers");
    send("foreign", Header.of("reply-to", orders));
    send("round", Header.of("reply-to", jobs));
    send("dead", Header.of("reply-to", diner.topics().deadLetters()));
    send("name", Header.of("kafka_replyTopic", "no topic"));
    send("partition", new Header("kafka_replyPartition", new byte[] {0, 0, 2}));
    send("other");

    try (var _ = start()) {
      var replies = diner.replies(6);
      assertThat(replies).hasSize(6);
      assertThat(of("other", replies).status()).isEqualTo(Status.DONE);
      assertRejected(of("foreign", replies), "reply-to '" + orders + "' is not allowed");
      assertRejected(of("round", replies), "reply-to '" + jobs + "' holds jobs or dead letters");
      assertRejected(of("dead", replies), "holds jobs or dead letters");
      assertRejected(of("name", replies), "kafka_replyTopic 'no topic' names no topic");
      assertRejected(of("partition", replies), "kafka_replyPartition must have 4 bytes, had 3");

      assertThat(diner.records(diner.topics().deadLetters(), 5))
          .allSatisfy(letter -> {
            assertThat(letter.value()).isEqualTo(ORDER.getBytes(UTF_8));
            assertThat(Diner.header(letter, "dead-letter-reason")).isEqualTo("rejected");
          })
          .extracting(letter -> Diner.header(letter, "job-id"))
          .containsExactlyInAnyOrder("foreign", "round", "dead", "name", "partition");
    }
  }

  private void send(String id, Header... headers) throws Exception {
    var all = new ArrayList<>(List.of(headers));
    all.add(Header.of("job-id", id));
    diner.send(diner.topics().jobs("burgers"), ORDER, all.toArray(Header[]::new));
  }

  private static Reply of(String id, List<Reply> replies) {
    assertThat(replies).extracting(Reply::job).containsOnlyOnce(id);
    return replies.stream().filter(reply -> reply.job().equals(id)).findAny().orElseThrow();
  }

  private static void assertRejected(Reply reply, String message) {
    assertThat(reply.status()).as(reply.job()).isEqualTo(Status.FAILED);
    assertThat(reply.attempts()).as(reply.job()).isZero();
    assertThat(reply.error()).as(reply.job()).extracting(Failure::type).isEqualTo("rejected");
    assertThat(reply.error())
        .as(reply.job())
        .extracting(Failure::message)
        .asString()
        .contains(message);
  }

  private static Reply reply(ConsumerRecord<byte[], byte[]> record) throws Exception {
    return Json.read(record.value(), Reply.class);
  }

  private RunningWorker start(String... arguments) {
    return RunningWorker.start(diner.workerArguments(arguments));
  }
}

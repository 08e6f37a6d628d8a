package diner.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import diner.localkafka.LocalKafka;
import diner.shared.message.Header;
import diner.shared.message.Json;
import diner.shared.message.Reply;
import diner.shared.message.Reply.Status;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records as large as the broker takes, among healthy ones, through a whole worker. */
@ExtendWith(SharedKafka.class)
class HostileRecordsIT {

  private static final String ORDER = "{\"number\":1}";
  private static final String HUGE = "x".repeat(1_048_000);

  private Diner diner;

  @BeforeEach
  void open(LocalKafka kafka) {
    diner = new Diner(kafka);
  }

  @AfterEach
  void close() {
    diner.close();
  }

  @Test
  void eachIsAnsweredFailedTheWorkerLivesAndTheOthersAreDone() throws Exception {
    send("healthy-1", null, ORDER);
    send("key", HUGE, "no JSON");
    send("kind", null, ORDER, Header.of("job-kind", HUGE));
    send("healthy-2", null, ORDER);
    send("echo", null, ORDER, Header.of("kafka_correlationId", HUGE));
    send("healthy-3", null, ORDER);

    try (var worker = RunningWorker.start(diner.workerArguments())) {
      var replies = new HashMap<String, Reply>();
      for (var record : diner.records(diner.topics().replies(), 6)) {
        var reply = Json.read(record.value(), Reply.class);
        assertThat(replies.put(Diner.header(record, "job-id"), reply)).isNull();
      }
      assertThat(replies).hasSize(6);
      for (var failed :
          Map.of("key", "malformed", "kind", "rejected", "echo", "rejected").entrySet()) {
        var reply = Objects.requireNonNull(replies.remove(failed.getKey()), failed.getKey());
        assertThat(reply.status()).isEqualTo(Status.FAILED);
        assertThat(reply.error()).extracting(Reply.Failure::type).isEqualTo(failed.getValue());
        assertThat(reply.attempts()).isZero();
      }
      assertThat(replies.values()).extracting(Reply::status).containsOnly(Status.DONE);
      assertThat(diner.records(diner.topics().deadLetters(), 3))
          .hasSize(3)
          .extracting(letter -> Diner.header(letter, "job-id"))
          .containsExactlyInAnyOrder("key", "kind", "echo");

      assertThat(worker.end()).isNotDone();
      assertThat(worker.stopped()).isZero();
    }
  }

  private void send(String id, @Nullable String key, String value, Header... more)
      throws Exception {
    var headers = new Header[more.length + 1];
    headers[0] = Header.of("job-id", id);
    System.arraycopy(more, 0, headers, 1, more.length);
    diner.send(diner.topics().jobs("burgers"), key, value.getBytes(UTF_8), headers);
  }
}

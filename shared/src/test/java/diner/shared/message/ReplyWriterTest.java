package diner.shared.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.node.POJONode;
import diner.shared.message.Reply.Failure;
import diner.shared.message.Reply.Status;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** It is held against what Jackson itself makes of the record. */
class ReplyWriterTest {

  @JsonSerialize(using = JsonSerializer.None.class)
  private interface ByJackson {}

  @ParameterizedTest
  @MethodSource
  void writesWhatJacksonWrites(Reply reply) throws Exception {
    var jackson = Json.codec().copy().addMixIn(Reply.class, ByJackson.class);

    assertThat(new String(Json.bytes(reply), UTF_8))
        .isEqualTo(new String(jackson.writeValueAsBytes(reply), UTF_8));
  }

  static Stream<Reply> writesWhatJacksonWrites() {
    return Stream.of(
        reply(Status.DONE, new POJONode(new Burgers(List.of("\"Käse\" \u0001 🍔"))), null, null),
        reply(Status.DONE, Json.codec().valueToTree(List.of(1, 2.5)), null, "batch-1"),
        reply(Status.FAILED, null, new Failure("kitchen-500", "line\nbreak"), "batch-2"),
        reply(Status.EXPIRED, null, null, null));
  }

  private static Reply reply(
      Status status, @Nullable JsonNode result, @Nullable Failure error, @Nullable String batch) {
    return new Reply(
        "job-1",
        "burgers",
        status,
        result,
        error,
        3,
        1,
        batch,
        new Turn("jobs.burgers", 7, 12_345_678_901L),
        "worker-1",
        Instant.parse("2026-11-22T12:00:00Z"),
        Instant.parse("2026-11-22T12:00:00.000123456Z"),
        Instant.parse("+12026-11-22T12:00:00.999Z"),
        "vert.x-eventloop-thread-0");
  }
}

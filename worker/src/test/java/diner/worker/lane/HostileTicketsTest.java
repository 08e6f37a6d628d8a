package diner.worker.lane;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import diner.shared.message.BurgersOrder;
import diner.shared.message.CleaningOrder;
import diner.shared.message.Header;
import diner.shared.message.Headers;
import diner.shared.message.Parsed;
import diner.shared.message.Reply.Failure;
import diner.worker.Deliveries;
import diner.worker.answer.ReplyTopics;
import diner.worker.flow.Delivery;
import diner.worker.flow.Ticket;
import diner.worker.handler.Handlers;
import diner.worker.handler.JobContext;
import diner.worker.handler.WaitingHandler;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of any bytes, from intake's first look to what a lane finds in them. */
class HostileTicketsTest {

  private static final int CASES = 200_000;

  private static final List<String> NAMES =
      List.of(
          Headers.JOB_ID,
          Headers.JOB_KIND,
          Headers.BATCH_ID,
          Headers.BATCH_SIZE,
          Headers.REPLY_TO,
          Headers.DEADLINE,
          Headers.NOT_BEFORE,
          Headers.REDRIVES,
          Headers.TRACEPARENT,
          Headers.SPRING_CORRELATION_ID,
          Headers.SPRING_REPLY_TOPIC,
          Headers.SPRING_REPLY_PARTITION,
          "größe",
          "");

  private static final List<String> TEXTS =
      List.of(
          "burgers",
          "cleaning",
          "fussy",
          "jobs.replies",
          "7",
          "-1",
          "999999999999",
          "2026-11-22T12:00:00Z",
          "+1000000000-12-31T23:59:59.999999999Z",
          "-1000000000-01-01T00:00:00Z",
          "2026-11-22T12:00:00+18:00",
          "2026-11-22T25:61:61Z",
          "{\"number\":1}",
          "{\"rooms\":8,\"width\":4,\"height\":4,\"dirt\":0.2,\"seed\":42}",
          "{\"number\":1,\"number\":1}",
          "{\"number\":1e999999999}",
          "\u0000\u0000\u0000{",
          "[[[[");

  private static final JobReader READER =
      new JobReader(
          new Handlers(
              List.of(
                  new Waiting<>(BurgersOrder.KIND, BurgersOrder.class),
                  new Waiting<>(CleaningOrder.KIND, CleaningOrder.class),
                  new Waiting<>("fussy", Fussy.class))),
          new ReplyTopics("jobs.replies", List.of("jobs.*"), List.of("jobs.burgers")),
          2_000,
          1_000,
          Duration.ofHours(24),
          5);

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void eachIsAJobOrIsRefusedInOneShortLine() {
    var seed = Long.getLong("test.seed", System.nanoTime());
    System.out.println("hostile tickets: -Dtest.seed=" + seed);
    var random = new Random(seed);
    for (var i = 0; i < CASES; i++) {
      var job = job(random, i);
      try {
        var found = READER.read(Ticket.of(job, random.nextInt(6)), Instant.now());
        if (found instanceof JobReader.Refused(var reason, var message)) {
          assertThat(message).as(reason.text()).isNotBlank().hasSizeLessThan(600);
        }
        assertThat(Parsed.count(job.headers(), Headers.BATCH_SIZE)).isNotNull();
      } catch (Throwable thrown) {
        throw new AssertionError(
            "seed %d, case %d: %s, value %s".formatted(seed, i, job.headers(), hex(job)), thrown);
      }
    }
  }

  /** For the JSON parser, broken UTF-32. */
  @ParameterizedTest
  @ValueSource(strings = {"0000007b01", "0000feffff010101"})
  void oneThatNoParserUnderstandsHoldsUpNoOther(String hex) throws Exception {
    try (var fixture = new LaneFixture()) {
      var lane = fixture.waiting(new Waiting<>("burgers", BurgersOrder.class));

      lane.start(
          List.of(ticket(HexFormat.of().parseHex(hex)), ticket("{\"number\":1}".getBytes(UTF_8))));

      var replies = List.of(fixture.reply(), fixture.reply());
      assertThat(replies)
          .extracting(reply -> reply.status().text())
          .containsExactly("failed", "done");
    }
  }

  @Test
  void aPayloadTypeThatThrowsAnythingHoldsUpNoOther() throws Exception {
    try (var fixture = new LaneFixture()) {
      var lane = fixture.waiting(new Waiting<>("burgers", Fussy.class));

      lane.start(List.of(ticket("{}".getBytes(UTF_8))));

      assertThat(fixture.reply().error())
          .isEqualTo(
              new Failure(
                  "malformed",
                  "reading it as Fussy ended in java.lang.NoClassDefFoundError: gone"));
    }
  }

  private static Ticket ticket(byte[] value) {
    return Ticket.of(
        new Delivery(
            Deliveries.ASSIGNMENT, 7, Instant.now().toEpochMilli(), null, value, Headers.NONE),
        0);
  }

  private static Delivery job(Random random, long offset) {
    var headers = new ArrayList<Header>();
    for (var left = random.nextInt(4); left > 0; left--) {
      headers.add(
          new Header(
              NAMES.get(random.nextInt(NAMES.size())),
              random.nextInt(20) == 0 ? null : bytes(random)));
    }
    if (random.nextBoolean()) {
      headers.add(Header.of(Headers.JOB_KIND, TEXTS.get(random.nextInt(3))));
    }
    var timestamp =
        random.nextInt(10) == 0 ? random.nextLong() >>> 1 : Instant.now().toEpochMilli();
    return new Delivery(
        Deliveries.ASSIGNMENT,
        offset,
        timestamp,
        random.nextBoolean() ? null : bytes(random),
        random.nextInt(20) == 0 ? null : bytes(random),
        new Headers(headers));
  }

  /** A text that means something, whole or broken, or no text at all. */
  private static byte[] bytes(Random random) {
    if (random.nextInt(4) == 0) {
      var bytes = new byte[random.nextInt(random.nextInt(20) == 0 ? 1_500 : 70)];
      random.nextBytes(bytes);
      return bytes;
    }
    var bytes = TEXTS.get(random.nextInt(TEXTS.size())).getBytes(UTF_8);
    for (var changes = random.nextInt(3); changes > 0; changes--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }

  private static String hex(Delivery job) {
    var value = job.value();
    return value == null ? "none" : HexFormat.of().formatHex(value);
  }

  /** A payload of a user's own, whose reader lacks a class. */
  @JsonDeserialize(using = FussyReader.class)
  record Fussy(String text) {}

  static final class FussyReader extends JsonDeserializer<Fussy> {
    @Override
    public Fussy deserialize(JsonParser in, DeserializationContext context) {
      throw new NoClassDefFoundError("gone");
    }
  }

  private record Waiting<P>(String kind, Class<P> payloadType)
      implements WaitingHandler<P, String> {

    @Override
    public Future<String> handle(P payload, JobContext job) {
      return Future.succeededFuture("done");
    }
  }
}

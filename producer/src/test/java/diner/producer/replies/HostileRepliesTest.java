package diner.producer.replies;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import diner.producer.Hostile;
import diner.producer.OutputFormat;
import diner.producer.terminal.Progress;
import diner.shared.kafka.RecordHeaders;
import diner.shared.message.Headers;
import diner.shared.message.InvalidPayload;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Records that anybody wrote to the reply topic: each is a reply or said to be none. */
class HostileRepliesTest {

  private static final int CASES = 15_000;

  private static final List<String> NAMES =
      List.of(Headers.JOB_ID, Headers.STATUS, Headers.BATCH_ID, Headers.BATCH_SIZE);
  private static final List<String> TEXTS = List.of("7", "done", "999999999", "-1", "٣", "");

  private static final List<String> REPLIES =
      List.of(
          reply(
              "\"burgers\",\"status\":\"done\",\"result\":{\"burgers\":[\"a\",null]}",
              "2026-11-22T12:00:00Z"),
          reply("\"burgers\",\"status\":\"done\",\"result\":null", "2026-11-22T12:00:00Z"),
          reply(
              "\"cleaning\",\"status\":\"done\",\"result\":{\"dirtBefore\":0.2,\"dirtAfter\":0.1,"
                  + "\"psnrBefore\":null,\"psnrAfter\":1e999999999,\"sha256\":\"a\","
                  + "\"rooms\":[{\"room\":0,\"x\":0,\"y\":0,\"width\":1,\"height\":1,"
                  + "\"cleaner\":0,\"startedAt\":\"0000-01-01T00:00:00Z\","
                  + "\"finishedAt\":\"9999-01-01T00:00:00Z\"}]}",
              "2026-11-22T12:00:00Z"),
          reply(
              "\"cleaning\",\"status\":\"done\",\"result\":{\"dirtBefore\":0.2,\"dirtAfter\":0.1,"
                  + "\"sha256\":\"a\",\"rooms\":null}",
              "2026-11-22T12:00:00Z"),
          reply("\"mail\",\"status\":\"failed\",\"error\":{\"type\":null}", "2026-11-22T12:00:00Z"),
          reply("\"mail\",\"status\":\"expired\"", "+1000000000-12-31T23:59:59.999999999Z"),
          reply("\"mail\",\"status\":\"done\",\"result\":[1]", "9999-12-31T23:59:59Z"),
          "{\"job\":\"a\",\"kind\":\"b\",\"status\":\"done\",\"attempts\":1,\"redrives\":0}",
          "{\"job\":null,\"kind\":null,\"status\":null,\"attempts\":1,\"redrives\":0}",
          "\u0000\u0000\u0000{\n");

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void areShownOrSaidToBeNone() {
    var hostile = Hostile.seeded("hostile replies");
    var out = new PrintWriter(Writer.nullWriter());
    for (var i = 0; i < CASES; i++) {
      var record = record(i, hostile);
      try {
        show(record, out);
      } catch (Throwable thrown) {
        throw new AssertionError(
            "%s: %s".formatted(hostile.name(i), new String(record.json(), ISO_8859_1)), thrown);
      }
    }
  }

  private static void show(ReplyRecord record, PrintWriter out) {
    assertThat(record.batchSize()).isBetween(0, 999_999_999);
    assertThat(new BatchFilter(record.batchId()).wants(record)).isTrue();
    assertThat(ReplyReport.line(record.json())).doesNotContain("\n");
    for (var format : OutputFormat.values()) {
      var report = new ReplyReport(out, Progress.on(out), format, ReplyUse.NONE);
      report.add(List.of(record));
      assertThat(report.answered()).isOne();
      report.finish(true);
    }
    try {
      assertThat(ReplyListing.row(record.reply())).isNotBlank();
    } catch (InvalidPayload refused) {
      assertThat(refused.getMessage()).hasLineCount(1).hasSizeLessThan(500);
    }
  }

  private static ReplyRecord record(int offset, Hostile hostile) {
    var headers = new Headers(hostile.headers(NAMES, TEXTS));
    return new ReplyRecord(
        new ConsumerRecord<>(
            "jobs.replies",
            0,
            offset,
            0,
            TimestampType.CREATE_TIME,
            0,
            0,
            null,
            hostile.bytes(REPLIES),
            new org.apache.kafka.common.header.internals.RecordHeaders(
                RecordHeaders.toKafka(headers)),
            Optional.empty()));
  }

  private static String reply(String kindAndEnd, String at) {
    return "{\"job\":\"a\",\"kind\":"
        + kindAndEnd
        + ",\"attempts\":1,\"redrives\":0,\"batch\":null,\"source\":{\"topic\":\"jobs.burgers\","
        + "\"partition\":2,\"offset\":41},\"worker\":\"w\",\"enqueuedAt\":\""
        + at
        + "\",\"startedAt\":\"2026-11-22T12:00:00Z\",\"finishedAt\":\""
        + at
        + "\",\"thread\":\"t\"}";
  }
}

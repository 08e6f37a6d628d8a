package diner.producer.enqueue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.message.Header;
import diner.shared.message.JobIds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobLinesTest {

  private static List<JobEntry> read(String text, @Nullable String key) throws IOException {
    var entries = new ArrayList<JobEntry>();
    try (var lines = new JobLines(new ByteArrayInputStream(text.getBytes(UTF_8)), key)) {
      for (var entry = lines.next(); entry != null; entry = lines.next()) {
        entries.add(entry);
      }
    }
    return entries;
  }

  @Test
  void readsAllThatALineCanSay() throws Exception {
    var entries =
        read(
            "{\"kind\":\"mail\",\"payload\":{\"to\":\"ä\"},\"id\":\"7\",\"key\":\"k\","
                + "\"headers\":{\"traceparent\":\"00-1\"}}",
            null);

    assertThat(entries)
        .singleElement()
        .isInstanceOfSatisfying(
            JobEntry.Ready.class,
            ready -> {
              var job = ready.job();
              assertThat(job.id()).isEqualTo("7");
              assertThat(job.kind()).isEqualTo("mail");
              assertThat(job.key()).isEqualTo("k");
              assertThat(new String(job.payload(), UTF_8)).isEqualTo("{\"to\":\"ä\"}");
              assertThat(job.headers().all()).containsExactly(Header.of("traceparent", "00-1"));
            });
  }

  @Test
  void givesAnIdThatTellsItsTimeAndTheDefaultKeyWhereTheLineHasNone() throws Exception {
    var entries = read("{\"kind\":\"burgers\",\"payload\":{\"number\":2}}\n", "table 4");

    assertThat(entries)
        .singleElement()
        .isInstanceOfSatisfying(
            JobEntry.Ready.class,
            ready -> {
              assertThat(JobIds.madeAt(ready.job().id())).isPresent();
              assertThat(ready.job().key()).isEqualTo("table 4");
            });
  }

  @Test
  void sendsThePayloadAsItIsWritten() throws Exception {
    var payload = "{ \"b\": 1.00, \"a\": 123456789012345678901234567890.5,\"s\":\"ä\\u00e4\" }";
    var entries = read("{\"kind\":\"mail\", \"payload\": " + payload + " , \"key\":\"ü\"}", null);

    assertThat(entries)
        .singleElement()
        .isInstanceOfSatisfying(
            JobEntry.Ready.class,
            ready -> assertThat(new String(ready.job().payload(), UTF_8)).isEqualTo(payload));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "xx | not JSON",
        "[] | expected",
        "null | expected a JSON object",
        "{} | missing field",
        "{\"kind\":\"mail\"} | missing field 'payload'",
        "{\"kind\":\"mail\",\"payload\":[]} | payload",
        "{\"kind\":\"mail\",\"payload\":null} | must not be null",
        "{\"kind\":\"m/l\",\"payload\":{}} | kind must be",
        "{\"kind\":\"mail\",\"payload\":{},\"colour\":1} | unknown field 'colour'",
        "{\"kind\":\"mail\",\"payload\":{},\"id\":\"\"} | id must have 1 to 200 characters",
        "{\"kind\":\"mail\",\"payload\":{},\"headers\":{\"job-id\":\"1\"}} | as \"id\"",
        "{\"kind\":\"mail\",\"payload\":{},\"headers\":{\"a\":null}} | a must be text",
        "{\"kind\":\"burgers\",\"payload\":{\"number\":\"two\"}} | number: expected an integer",
        "{\"kind\":\"cleaning\",\"payload\":{\"rooms\":0,\"width\":1,\"height\":1,\"dirt\":0,"
            + "\"seed\":1}} | rooms must be 1 to 256",
        "{\"kind\":\"mail\",\"payload\":{}} {} | more behind it",
      })
  void namesABadLineAndWhatIsWrong(String line, String expected) throws Exception {
    var good = "{\"kind\":\"burgers\",\"payload\":{\"number\":2}}";

    var entries = read(good + "\r\n\n" + line + "\n" + good, null);

    assertThat(entries).hasSize(3);
    assertThat(entries.get(1))
        .isInstanceOfSatisfying(
            JobEntry.Unfit.class,
            unfit -> {
              assertThat(unfit.which()).isEqualTo("line 3");
              assertThat(unfit.what()).contains(expected).doesNotContain("\n");
            });
    assertThat(entries.get(0)).isInstanceOf(JobEntry.Ready.class);
    assertThat(entries.get(2)).isInstanceOf(JobEntry.Ready.class);
  }

  @Test
  void refusesAPayloadOverTheLimitAndALineThatNeverEnds() throws Exception {
    var large = "x".repeat(PayloadCheck.MAX_BYTES);
    var entries =
        read(
            "{\"kind\":\"mail\",\"payload\":{\"a\":\""
                + large
                + "\"}}\n"
                + large.repeat(3)
                + "\n{\"kind\":\"mail\",\"payload\":{}}",
            null);

    assertThat(entries).hasSize(3);
    assertThat(entries.get(0).toString()).contains("at most 1048576 are allowed");
    assertThat(entries.get(1).toString()).contains("line 2").contains("longer than 2097152 bytes");
    assertThat(entries.get(2)).isInstanceOf(JobEntry.Ready.class);
  }
}

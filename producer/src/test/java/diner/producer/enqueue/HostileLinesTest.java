package diner.producer.enqueue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import diner.producer.Hostile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files of jobs that hold anything: each line is a job or named with what is wrong. */
class HostileLinesTest {

  private static final int FILES = 10_000;

  private static final List<String> LINES =
      List.of(
          "{\"kind\":\"burgers\",\"payload\":{\"number\":2}}",
          "{\"kind\":\"mail\",\"payload\":{\"to\":[\"ä\",1e999999999]},\"id\":\"7\",\"key\":\"k\","
              + "\"headers\":{\"traceparent\":\"00-1\",\"a\\nb\":\"\"}}",
          "{\"payload\":{\"a\":\"\\ud800\"},\"kind\":\"mail\",\"payload\":{}}",
          "\ufeff{\"kind\":\"mail\",\"payload\":{\"a\":{\"payload\":{}}}}",
          "\u0000\u0000\u0000{",
          "\r",
          "");

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void eachLineIsAJobOrNamedWithWhatIsWrong() throws Exception {
    var hostile = Hostile.seeded("hostile lines");
    for (var i = 0; i < FILES; i++) {
      var file = new ByteArrayOutputStream();
      for (var lines = hostile.random().nextInt(4); lines >= 0; lines--) {
        file.writeBytes(hostile.bytes(LINES));
        file.write('\n');
      }
      try {
        read(file.toByteArray()).forEach(HostileLinesTest::check);
      } catch (Throwable thrown) {
        throw new AssertionError(
            hostile.name(i) + ": " + new String(file.toByteArray(), ISO_8859_1), thrown);
      }
    }
  }

  /** As some shells of Windows write it. */
  @Test
  void saysThatAFileIsNotInUtf8() throws Exception {
    var entries = read((LINES.getFirst() + "\r\n").getBytes(UTF_16LE));

    assertThat(entries.getFirst())
        .isEqualTo(new JobEntry.Unfit("line 1", "not JSON: expected UTF-8"));
  }

  private static List<JobEntry> read(byte[] file) throws Exception {
    var entries = new ArrayList<JobEntry>();
    try (var lines = new JobLines(new ByteArrayInputStream(file), null)) {
      for (var entry = lines.next(); entry != null; entry = lines.next()) {
        entries.add(entry);
      }
    }
    return entries;
  }

  private static void check(JobEntry entry) {
    switch (entry) {
      case JobEntry.Ready(var job) -> {
        try {
          PayloadCheck.check(job.kind(), job.payload());
        } catch (Exception e) {
          throw new AssertionError("sent as " + new String(job.payload(), UTF_8), e);
        }
      }
      case JobEntry.Unfit(_, var what) ->
          assertThat(what).isNotBlank().hasSizeLessThan(600).doesNotContain("\n", "\r");
    }
  }
}

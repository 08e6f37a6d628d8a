package diner.worker.answer;

import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.kafka.RecordHeaders;
import diner.shared.message.Header;
import diner.shared.message.Headers;
import diner.worker.flow.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Measured against Kafka's own encoder. */
class BrokerBytesTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 40, 63, 64, 65, 8_191, 8_192, 8_193, 1 << 20, 3 << 20})
  void countsAsKafkaDoes(int length) {
    var bytes = new byte[length];

    assertCountedAsByKafka(record(bytes, null, Headers.NONE));
    assertCountedAsByKafka(record(null, bytes, Headers.NONE));
    assertCountedAsByKafka(
        record(null, null, new Headers(List.of(new Header("größe", bytes), new Header("", null)))));
  }

  @Test
  void countsAnyRecordAsKafkaDoes() {
    var seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (var i = 0; i < 2_000; i++) {
      var headers = new ArrayList<Header>();
      for (var j = random.nextInt(80); j > 0; j--) {
        headers.add(new Header("x".repeat(random.nextInt(80)), bytes(random, 100)));
      }
      assertCountedAsByKafka(
          record(bytes(random, 200), bytes(random, 20_000), new Headers(headers)));
    }
  }

  private static byte[] bytes(Random random, int bound) {
    return new byte[random.nextInt(bound)];
  }

  private static Publication record(
      byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
    return new Publication("jobs.replies", null, key, value, headers);
  }

  private static void assertCountedAsByKafka(Publication record) {
    var headers = RecordHeaders.toKafka(record.headers());
    var encoded =
        MemoryRecords.withRecords(
            Compression.NONE,
            new SimpleRecord(
                1_700_000_000_000L,
                record.key(),
                record.value(),
                headers.toArray(org.apache.kafka.common.header.Header[]::new)));

    assertThat(BrokerBytes.of(record)).isEqualTo(encoded.sizeInBytes());
  }
}

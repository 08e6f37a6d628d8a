package diner.producer.lag;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import diner.localkafka.LocalKafka;
import diner.producer.CliRun;
import diner.shared.message.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A look at 200 partitions, with a job to be read in each, takes less than two seconds. */
@Tag("timed")
class LagProof {

  private static final int PARTITIONS = 200;
  private static final int LOOKS = 5;

  /** More than one fetch takes of a partition along with others. */
  private static final int LARGE = 200_000;

  @Test
  void twoHundredPartitionsTakeLessThanTwoSeconds() throws Exception {
    try (var kafka = LocalKafka.start()) {
      fill(kafka.bootstrapServers(), "small", 100);
      fill(kafka.bootstrapServers(), "large", LARGE);
      for (var prefix : List.of("small", "large")) {
        var looks = new ArrayList<Duration>();
        for (var look = 0; look < LOOKS; look++) {
          looks.add(look(kafka.bootstrapServers(), prefix));
        }
        System.out.printf(
            "proof lag: partitions=%d jobs=%s took=%s ms%n",
            PARTITIONS, prefix, looks.stream().map(Duration::toMillis).toList());
        Collections.sort(looks);
        assertThat(looks.get(LOOKS / 2)).as("median").isLessThan(Duration.ofSeconds(2));
      }
    }
  }

  /** With its connection, which a look of {@code --watch} has already; without Java's start. */
  private static Duration look(String servers, String prefix) throws Exception {
    var begun = System.nanoTime();
    var run =
        CliRun.at(servers, "lag", "--topic-prefix", prefix, "--by", "partition", "-o", "json");
    var took = Duration.ofNanos(System.nanoTime() - begun);
    assertThat(Json.codec().readTree(run.out()))
        .hasSize(PARTITIONS)
        .allMatch(lag -> lag.get("unfinished").asLong() == 1)
        .allMatch(lag -> lag.get("oldest").get("jobId").asText().startsWith(prefix));
    return took;
  }

  private static void fill(String servers, String prefix, int bytes) throws Exception {
    var topic = prefix + ".burgers";
    Map<String, Object> settings = Map.of("bootstrap.servers", servers);
    try (var admin = Admin.create(settings);
        var producer =
            new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1))).all().get();
      var value = " ".repeat(bytes).getBytes(UTF_8);
      var sent =
          IntStream.range(0, PARTITIONS)
              .mapToObj(
                  partition -> producer.send(new ProducerRecord<>(topic, partition, null, value)))
              .toList();
      for (var each : sent) {
        each.get();
      }
    }
  }
}

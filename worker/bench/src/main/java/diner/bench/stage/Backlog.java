package diner.bench.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import diner.bench.noop.NoopHandler;
import diner.shared.cli.CommandFailure;
import diner.shared.kafka.TopicCreation;
import diner.shared.message.Headers;
import diner.shared.message.JobIds;
import diner.shared.message.Json;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A topic of 8 partitions with jobs that do nothing, as {@code producer enqueue} writes them. Their
 * ids have the form of its ids, and end with the job's number.
 */
public record Backlog(String topic, int jobs) {

  private static final byte[] PAYLOAD = Json.bytes(new NoopHandler.Payload(1));
  private static final byte[] KIND = NoopHandler.KIND.getBytes(UTF_8);
  private static final int PARTITIONS = 8;
  private static final Duration ADMIN_LIMIT = Duration.ofSeconds(30);

  /** Digits of the last group of a UUID. */
  private static final int DIGITS = 12;

  /**
   * Makes the topic and fills it.
   *
   * @param isKeyed whether each job has a key, which no other one has
   */
  static Backlog fill(String bootstrapServers, String topic, int jobs, boolean isKeyed) {
    try (var admin =
        Admin.create(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      TopicCreation.createMissing(
          admin, List.of(new NewTopic(topic, PARTITIONS, (short) 1)), ADMIN_LIMIT);
    }
    var backlog = new Backlog(topic, jobs);
    var refusal = new AtomicReference<@Nullable Exception>();
    try (var producer =
        new KafkaProducer<byte[], byte[]>(Counter.producerSettings(bootstrapServers))) {
      var ids = JobIds.next().substring(0, JobIds.next().length() - DIGITS);
      for (var number = 0; number < jobs; number++) {
        var _ =
            producer.send(
                backlog.job(ids, number, isKeyed),
                (metadata, error) -> {
                  if (error != null) {
                    refusal.set(error);
                  }
                });
      }
    }
    if (refusal.get() != null) {
      throw CommandFailure.of("bench: %s: Kafka refused a job: %s".formatted(topic, refusal));
    }
    return backlog;
  }

  private ProducerRecord<byte[], byte[]> job(String ids, int number, boolean isKeyed) {
    var record =
        new ProducerRecord<byte[], byte[]>(
            topic,
            isKeyed ? null : (Integer) (number % PARTITIONS),
            isKeyed ? ("key-" + number).getBytes(UTF_8) : null,
            PAYLOAD);
    record.headers().add(Headers.JOB_ID, id(ids, number).getBytes(UTF_8));
    record.headers().add(Headers.JOB_KIND, KIND);
    return record;
  }

  /**
   * The id of a job.
   *
   * @param start of all ids, up to the last group of a UUID
   */
  static String id(String start, int number) {
    return start + HexFormat.of().toHexDigits(number, DIGITS);
  }

  /** The number of the job with that id. */
  static int number(byte[] id) {
    return HexFormat.fromHexDigits(new String(id, UTF_8), id.length - 8, id.length);
  }
}

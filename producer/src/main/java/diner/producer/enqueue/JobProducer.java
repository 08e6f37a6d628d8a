package diner.producer.enqueue;

import static java.nio.charset.StandardCharsets.UTF_8;

import diner.shared.cli.KafkaFailures;
import diner.shared.kafka.KafkaSettings;
import diner.shared.kafka.RecordHeaders;
import diner.shared.message.Headers;
import diner.shared.message.Job;
import diner.shared.message.Turn;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends jobs, each acknowledged by all in-sync replicas and at most once in a topic for each call.
 * Owned by one thread, which may be blocked by a full buffer or missing metadata; {@link #abort} is
 * for any.
 */
public final class JobProducer implements AutoCloseable {

  private static final int BUFFER_BYTES = 16 * 1024 * 1024;

  /** What a record may have beside a value of a MiB, and far more than one should. */
  private static final int HEADERS_BYTES = 1024 * 1024;

  private final KafkaProducer<byte[], byte[]> producer;
  private int nextPartition = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE / 2);

  /**
   * @param blockLimit how long a call may wait for room or metadata
   * @param deliveryLimit after which a job that was not acknowledged counts as of unknown fate
   */
  public JobProducer(KafkaSettings settings, Duration blockLimit, Duration deliveryLimit) {
    this(settings, blockLimit, deliveryLimit, PayloadCheck.MAX_BYTES);
  }

  /**
   * @param valueLimit the largest value that will be sent, in bytes
   */
  JobProducer(KafkaSettings settings, Duration blockLimit, Duration deliveryLimit, int valueLimit) {
    var requestBytes = valueLimit + HEADERS_BYTES;
    var lingerMillis = 2;
    Map<String, Object> defaults =
        Map.of(
            ProducerConfig.CLIENT_ID_CONFIG,
            "producer",
            ProducerConfig.LINGER_MS_CONFIG,
            lingerMillis,
            ProducerConfig.BATCH_SIZE_CONFIG,
            64 * 1024,
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            Math.max(BUFFER_BYTES, 2 * requestBytes),
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            requestBytes,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            blockLimit.toMillis(),
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            (int) deliveryLimit.toMillis(),
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            (int) deliveryLimit.toMillis() - lingerMillis,
            ProducerConfig.ENABLE_METRICS_PUSH_CONFIG,
            false);
    Map<String, Object> fixed =
        Map.of(
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            true,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ByteArraySerializer.class,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ByteArraySerializer.class);
    this.producer = new KafkaProducer<>(settings.over(defaults, fixed));
  }

  /**
   * Sends a job. Its outcome is told exactly once: on this thread where it could not even be put
   * into the buffer, else on the client's own thread, which must not be blocked.
   */
  public void send(Job job, String topic, Consumer<Outcome> onOutcome) {
    var sender = Thread.currentThread();
    try {
      // An acknowledged record is all that counts here, so the future is not looked at.
      var _ =
          producer.send(
              record(job, topic),
              (metadata, error) ->
                  onOutcome.accept(
                      error == null
                          ? new Outcome.Accepted(
                              new Turn(metadata.topic(), metadata.partition(), metadata.offset()))
                          : refused(error, Thread.currentThread() != sender)));
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException | IllegalStateException e) {
      // Thrown rather than told: no metadata, or closed meanwhile.
      onOutcome.accept(refused(e, false));
    }
  }

  private static Outcome refused(Exception error, boolean wasBuffered) {
    var isFateUnknown =
        wasBuffered && (error instanceof RetriableException || !(error instanceof ApiException));
    return new Outcome.Refused(KafkaFailures.cause(error), isFateUnknown);
  }

  private ProducerRecord<byte[], byte[]> record(Job job, String topic) {
    var headers = job.headers().plus(Headers.JOB_ID, job.id()).plus(Headers.JOB_KIND, job.kind());
    var key = job.key();
    return new ProducerRecord<>(
        topic,
        key == null ? partitionInTurn(topic) : null,
        key == null ? null : key.getBytes(UTF_8),
        job.payload(),
        RecordHeaders.toKafka(headers));
  }

  /**
   * Keyless jobs take the partitions in turn. The client's own way fills one with tens of kilobytes
   * before it goes to the next: hundreds of jobs for one worker, while the others have none.
   */
  private @Nullable Integer partitionInTurn(String topic) {
    var available =
        producer.partitionsFor(topic).stream().filter(it -> it.leader() != null).toList();
    if (available.isEmpty()) {
      return null;
    }
    nextPartition = (nextPartition + 1) & Integer.MAX_VALUE;
    return available.get(nextPartition % available.size()).partition();
  }

  /** Gives up all that is not acknowledged, also a call that waits; for any thread. */
  public void abort() {
    producer.close(Duration.ZERO);
  }

  @Override
  public void close() {
    abort();
  }
}

package diner.producer.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import diner.localkafka.LocalKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 5,000 jobs a second leave the page responsive, and its memory flat. For half a minute, or {@code
 * -Ddashboard.seconds=600}. Broker, gateway and load share the machine with the browser.
 */
@Tag("timed")
class DashboardProof {

  private static final int RATE = 5_000;
  private static final int FRAME_MILLIS = 50;

  /** Plots fill up for ten minutes; what is noted here of each frame grows as well. */
  private static final long GROWTH_BYTES = 3 << 20;

  private static final Duration WARM_UP = Duration.ofSeconds(25);

  /** Starts to note how long each frame takes to come. */
  private static final String WATCH_FRAMES =
      """
      window.frames_ = [];
      window.long_ = [];
      new PerformanceObserver((list) => list.getEntries().forEach((it) => window.long_.push(it.duration)))
        .observe({ type: "longtask" });
      requestAnimationFrame(function frame(at) {
        if (window.last_) window.frames_.push(at - window.last_);
        window.last_ = at;
        requestAnimationFrame(frame);
      });\
      """;

  private static final String FRAMES =
      """
      (() => {
        const sorted = window.frames_.sort((one, other) => one - other);
        const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
        return { frames: sorted.length, p50: at(.5), p99: at(.99), max: sorted.at(-1),
          longTasks: window.long_ };
      })()\
      """;

  @TempDir private Path profile;

  @Test
  void staysResponsiveAndItsMemoryFlat() throws Exception {
    var program = Chromium.program();
    assumeTrue(program.isPresent(), "no Chromium is installed; set CHROMIUM to one");
    var time = Duration.ofSeconds(Long.getLong("dashboard.seconds", 30));
    try (var kafka = LocalKafka.start();
        var served = new Served(kafka.bootstrapServers(), 0);
        var load = new Load(kafka.bootstrapServers());
        var chromium = Chromium.start(program.get(), profile)) {
      chromium.show(1280, 800, false);
      chromium.open(served.url());
      load.run(WARM_UP);
      chromium.evaluate(WATCH_FRAMES);
      var heapBefore = chromium.heapBytes();

      load.run(time);

      var frames = chromium.evaluate(FRAMES);
      var heapAfter = chromium.heapBytes();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() ->
              assertThat(chromium.evaluate("document.getElementById('done').textContent").asText())
                  .isEqualTo("%,d".formatted(load.sent)));
      System.out.printf(
          "DashboardProof: %,d replies; ms between frames: %s; heap %,d, then %,d bytes; %s%n",
          load.sent,
          frames,
          heapBefore,
          heapAfter,
          chromium.evaluate("document.getElementById('drawn').textContent").asText());
      assertThat(frames.get("p99").asDouble()).isLessThan(FRAME_MILLIS);
      assertThat(heapAfter).isLessThan(heapBefore + GROWTH_BYTES);
      assertThat(chromium.complaints()).isEmpty();
    }
  }

  /** Replies at an even pace, from the caller's thread. */
  private static final class Load implements AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer;
    private int sent;

    Load(String bootstrapServers) {
      producer =
          new KafkaProducer<>(
              Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 20),
              new ByteArraySerializer(),
              new ByteArraySerializer());
    }

    void run(Duration time) {
      var begin = System.nanoTime();
      for (long done = 0; done < time.toSeconds() * RATE; done++) {
        var early = begin + done * 1_000_000_000L / RATE - System.nanoTime();
        if (early > 5_000_000) {
          LockSupport.parkNanos(early);
        }
        var reply =
            sent % 50 == 0
                ? Samples.house("house-" + sent, 4, Instant.now())
                : Samples.done("job-" + sent, Instant.now());
        var _ = producer.send(Samples.record("jobs.replies", reply, 0));
        sent++;
      }
      producer.flush();
    }

    @Override
    public void close() {
      producer.close();
    }
  }
}

package diner.producer.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import diner.localkafka.LocalKafka;
import diner.shared.message.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, on a real broker; the replies are made here, no worker runs. */
@Timeout(180)
class DashboardIT {

  private static final String HOSTILE = "<img src=x onerror=\"window.hacked=1\">";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** How many pixels of the picture are more of one colour than of the others. */
  private static final String PIXELS =
      """
      (() => {
        const canvas = document.getElementById("canvas");
        const copy = new OffscreenCanvas(canvas.width, canvas.height)
          .getContext("2d", { willReadFrequently: true });
        copy.drawImage(canvas, 0, 0);
        const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
        let blue = 0, orange = 0, red = 0;
        for (let i = 0; i < data.length; i += 4) {
          const [r, g, b, a] = data.subarray(i, i + 4);
          if (a === 0) continue;
          if (b > r + 40) blue++;
          else if (r > b + 80 && g > b + 60) orange++;
          else if (r > g + 80) red++;
        }
        return { blue, orange, red };
      })()\
      """;

  @TempDir private static Path profile;

  private static LocalKafka kafka;
  private static KafkaProducer<byte[], byte[]> producer;
  private static Chromium chromium;

  @BeforeAll
  static void start() throws Exception {
    var program = Chromium.program();
    assumeTrue(program.isPresent(), "no Chromium is installed; set CHROMIUM to one");
    kafka = LocalKafka.start();
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    chromium = Chromium.start(program.get(), profile);
  }

  @AfterAll
  static void stop() throws Exception {
    if (chromium != null) {
      chromium.close();
    }
    if (producer != null) {
      producer.close();
    }
    if (kafka != null) {
      kafka.close();
    }
  }

  private static void send(Reply reply) {
    var _ = producer.send(Samples.record("jobs.replies", reply, 60));
  }

  private static void awaitText(String id, String text) {
    await().atMost(LIMIT).untilAsserted(() -> assertThat(text(id)).as(id).isEqualTo(text));
  }

  private static String text(String id) throws Exception {
    return chromium.evaluate("document.getElementById('" + id + "').textContent").asText();
  }

  @Test
  void drawsUpdatesAndComesBackAndTakesNothingForMarkup() throws Exception {
    int port;
    try (var served = new Served(kafka.bootstrapServers(), 0)) {
      port = served.port();
      chromium.show(1280, 800, false);
      chromium.open(served.url());

      saysWhatToDoWhereNothingIs();
      drawsWhatComes();
      showsHostileTextAsText();
      showsAJobToTheKeyboard();
      fitsAPhone();
      assertThat(chromium.complaints()).isEmpty();
    }
    comesBackWhenTheGatewayDoes(port);
  }

  private static void saysWhatToDoWhereNothingIs() {
    awaitText("connection-text", "live");
    awaitText("picture-empty", "No jobs yet: bin/producer enqueue burgers --jobs 100");
    awaitText("done", "0");
  }

  private static void drawsWhatComes() throws Exception {
    for (var i = 0; i < 40; i++) {
      send(Samples.ofBatch("job-" + i, "lunch", Instant.now()));
    }
    send(Samples.house("house-1", 8, Instant.now()));
    awaitText("done", "41");
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> {
          var pixels = chromium.evaluate(PIXELS);
          assertThat(pixels.get("blue").asInt()).as("waits").isGreaterThan(500);
          assertThat(pixels.get("orange").asInt()).as("rooms").isGreaterThan(200);
          assertThat(pixels.get("red").asInt()).as("failures").isZero();
        });
    assertThat(text("batches")).contains("lunch").contains("40 of 60");
    assertThat(text("kinds")).contains("burgers").contains("cleaning").contains("500 ms");
    assertThat(text("lag")).contains("jobs.burgers").contains("OK");

    send(Samples.done("one-more", Instant.now()));
    awaitText("done", "42");
  }

  private static void showsHostileTextAsText() throws Exception {
    send(Samples.failed(HOSTILE, HOSTILE, HOSTILE, Instant.now()));
    awaitText("failed", "1");
    await().atMost(LIMIT).untilAsserted(() -> assertThat(text("failures")).contains(HOSTILE));
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(chromium.evaluate(PIXELS).get("red").asInt()).isPositive());
    assertThat(chromium.evaluate("document.querySelectorAll('img').length").asInt()).isZero();
    assertThat(chromium.evaluate("typeof window.hacked").asText()).isEqualTo("undefined");
  }

  private static void showsAJobToTheKeyboard() throws Exception {
    var press =
        """
        (() => {
          const canvas = document.getElementById("canvas");
          canvas.focus();
          canvas.dispatchEvent(new KeyboardEvent("keydown", { key: "%s", bubbles: true }));
          return document.getElementById("tip").hidden;
        })()\
        """;
    assertThat(chromium.evaluate(press.formatted("ArrowLeft")).asBoolean()).isFalse();
    assertThat(text("tip")).contains(HOSTILE);
    assertThat(text("picture-said")).contains(HOSTILE);
    assertThat(chromium.evaluate(press.formatted("Escape")).asBoolean()).isTrue();
  }

  private static void fitsAPhone() throws Exception {
    chromium.show(390, 844, true);
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> {
          var width = chromium.evaluate("document.documentElement.scrollWidth").asInt();
          assertThat(width).isLessThanOrEqualTo(390);
          assertThat(chromium.evaluate("document.getElementById('canvas').clientWidth").asInt())
              .isLessThan(390);
        });
    assertThat(chromium.evaluate("getComputedStyle(document.body).backgroundColor").asText())
        .isEqualTo("rgb(20, 23, 28)");
    chromium.show(1280, 800, false);
  }

  private static void comesBackWhenTheGatewayDoes(int port) throws Exception {
    chromium.evaluate("window.isTheSamePage = true");
    await().atMost(LIMIT).until(() -> !text("connection-text").equals("live"));
    try (var _ = new Served(kafka.bootstrapServers(), port)) {
      awaitText("connection-text", "live");
      awaitText("done", "42"); // counted anew, from the topic
      send(Samples.done("after-the-restart", Instant.now()));
      awaitText("done", "43");
      assertThat(chromium.evaluate("window.isTheSamePage").asBoolean()).isTrue();
      // The browser itself says that nobody was there; the page has nothing to complain of.
      assertThat(chromium.complaints()).allMatch(complaint -> complaint.startsWith("network: "));
    }
  }
}

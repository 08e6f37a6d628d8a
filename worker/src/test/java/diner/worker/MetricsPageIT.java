package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;

import diner.localkafka.LocalKafka;
import diner.shared.message.Header;
import diner.worker.observe.Scrape;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code /metrics} of a whole worker, with many partitions. */
@ExtendWith(SharedKafka.class)
class MetricsPageIT {

  private static final int PARTITIONS = 1_000;
  private static final int JOBS = 50;
  private static final int PAGES = 31;

  @TempDir private Path folder;

  @Test
  void hasNoSeriesForAPartitionHoweverManyThereAre(LocalKafka kafka) throws Exception {
    try (var diner = new Diner(kafka);
        var client = HttpClient.newHttpClient()) {
      var many = diner.topics().jobs("many");
      diner.createTopic(many, PARTITIONS, Map.of());
      for (var i = 0; i < JOBS; i++) {
        diner.send(many, "{\"number\":1}", Header.of("job-kind", "burgers"));
      }
      try (var worker = WorkerProcess.start(diner.workerArguments("--topics", many), folder)) {
        diner.replies(JOBS);
        Awaitility.await()
            .atMost(Diner.LIMIT)
            .untilAsserted(() ->
                assertThat(scrape(client, worker).series())
                    .containsEntry("diner_worker_assigned_partitions", 1.0 * PARTITIONS)
                    .containsEntry("diner_worker_open_jobs", 0.0)
                    .containsEntry(
                        "diner_worker_jobs_total{kind=\"burgers\",outcome=\"done\"}", 1.0 * JOBS)
                    .containsEntry("diner_worker_batch_jobs_sum", 1.0 * JOBS)
                    .containsKey("kafka_consumer_fetch_manager_records_lag_max")
                    .containsKey("kafka_producer_txn_commit_time_seconds_total"));

        var millis =
            IntStream.range(0, PAGES).mapToLong(_ -> millis(client, worker)).sorted().toArray();

        var series = scrape(client, worker).series().keySet();
        System.out.printf(
            "metrics page with %d partitions: median %d ms, longest %d ms, %d series%n",
            PARTITIONS, millis[PAGES / 2], millis[PAGES - 1], series.size());
        assertThat(series).hasSizeLessThan(700).noneMatch(each -> each.contains("partition="));
      }
    }
  }

  private static long millis(HttpClient client, WorkerProcess worker) {
    var begun = System.nanoTime();
    assertThat(page(client, worker)).isNotEmpty();
    return Duration.ofNanos(System.nanoTime() - begun).toMillis();
  }

  private static Scrape scrape(HttpClient client, WorkerProcess worker) {
    return Scrape.of(page(client, worker));
  }

  private static String page(HttpClient client, WorkerProcess worker) {
    try {
      return client
          .send(
              HttpRequest.newBuilder(worker.httpUrl().resolve("/metrics")).build(),
              BodyHandlers.ofString())
          .body();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}

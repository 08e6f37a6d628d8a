package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * What Java has learnt of a worker from a short run of one: with it the next ones start as those of
 * {@code bin/worker} do, which have it from {@code bin/.train}. Made once, for all proofs that
 * start workers while others work.
 */
final class StartCache {

  private static final int JOBS = 2_000;

  private static @Nullable Path file;

  private StartCache() {}

  /** The flag with which Java uses it. */
  static synchronized List<String> flags() throws Exception {
    if (file == null) {
      file = learn(Files.createTempDirectory(Path.of("target"), "start-cache"));
    }
    return List.of("-XX:AOTCache=" + file);
  }

  private static Path learn(Path folder) throws Exception {
    var cache = folder.resolve("worker.aot");
    try (var kafka = KafkaProcess.start(folder.resolve("kafka"));
        var diner = new Diner(kafka.bootstrapServers());
        var worker =
            WorkerProcess.start(
                List.of("-XX:AOTCacheOutput=" + cache), diner.workerArguments(), folder)) {
      var orders = new MixedOrders(diner.topics());
      JobFeed.sendAll(diner, JOBS, orders::order);
      Awaitility.await("the jobs to learn from")
          .atMost(Diner.LIMIT)
          .until(() -> orders.lag(diner) == 0);
      worker.terminate();
      assertThat(worker.exitCode()).as("exit code:\n%s", worker.log()).isZero();
    }
    assertThat(cache).exists();
    return cache;
  }
}

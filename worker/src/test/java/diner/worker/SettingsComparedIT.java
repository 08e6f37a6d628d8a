package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import diner.localkafka.LocalKafka;
import diner.producer.Main;
import diner.shared.message.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code producer compare} with the worker that is shipped: each setting is what it says. */
@ExtendWith(SharedKafka.class)
class SettingsComparedIT {

  private static final int BURGERS = 12;

  @TempDir Path folder;

  @Test
  @Timeout(120)
  void measuresAllSettingsWithRealWorkersAndLeavesNothingBehind(LocalKafka kafka) throws Exception {
    var out = new StringWriter();
    var err = new StringWriter();
    var svg = folder.resolve("timeline.svg");

    var code =
        Main.run(
            Map.of(),
            new PrintWriter(out),
            new PrintWriter(err),
            "compare",
            "-b",
            kafka.bootstrapServers(),
            "--worker",
            worker(),
            "--burgers",
            Integer.toString(BURGERS),
            "--kitchen-delay",
            "20ms",
            "--houses",
            "4",
            "--width",
            "64",
            "--height",
            "64",
            "--threads",
            "2",
            "--svg",
            svg.toString(),
            "-o",
            "json");

    assertThat(code).as(err.toString()).isZero();
    var json = Json.codec().readTree(out.toString());
    assertThat(json.path("cells"))
        .hasSize(8)
        .allSatisfy(cell -> {
          var isCleaning = cell.path("kind").asText().equals("cleaning");
          assertThat(cell.path("micros").asLong()).isPositive();
          assertThat(cell.at("/rounds/0/work")).hasSize(isCleaning ? 4 * 4 : BURGERS);
        });
    assertThat(cell(json, 0, "one-at-a-time").path("threads").asInt()).isEqualTo(1);
    assertThat(mostAtOnce(cell(json, 0, "one-at-a-time"))).isEqualTo(1);
    assertThat(cell(json, 2, "overlapped").path("threads").asInt()).isEqualTo(1);
    assertThat(mostAtOnce(cell(json, 2, "overlapped"))).isGreaterThan(2);
    assertThat(cell(json, 4, "parallel").path("threads").asInt()).isEqualTo(2);
    assertThat(mostAtOnce(cell(json, 4, "parallel"))).isEqualTo(2);
    assertThat(workers(cell(json, 6, "two-workers"))).hasSize(2);
    assertThat(workers(cell(json, 7, "two-workers"))).hasSize(2);
    assertThat(Files.readString(svg)).startsWith("<svg ").endsWith("</svg>\n");
    assertNothingIsLeft(kafka);
  }

  private static String worker() {
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    return java
        + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -jar target/diner-worker.jar";
  }

  private static JsonNode cell(JsonNode json, int index, String setting) {
    var cell = json.path("cells").path(index);
    assertThat(cell.path("setting").asText()).isEqualTo(setting);
    return cell;
  }

  /** Pieces of work that were under way at one time. */
  private static long mostAtOnce(JsonNode cell) {
    var works = List.copyOf(cell.at("/rounds/0/work").valueStream().toList());
    return works.stream()
        .mapToLong(one ->
            works.stream()
                .filter(other ->
                    other.path("fromMicros").asLong() <= one.path("fromMicros").asLong()
                        && one.path("fromMicros").asLong() < other.path("toMicros").asLong())
                .count())
        .max()
        .orElseThrow();
  }

  private static Set<String> workers(JsonNode cell) {
    var names = new HashSet<String>();
    cell.at("/rounds/0/work").forEach(work -> names.add(work.path("worker").asText()));
    return names;
  }

  private static void assertNothingIsLeft(LocalKafka kafka) throws Exception {
    assertThat(ProcessHandle.current().children())
        .noneMatch(child ->
            child.isAlive()
                && child.info().commandLine().orElse("").contains("--topic-prefix compare-"));
    try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      assertThat(admin.listTopics().names().get(10, TimeUnit.SECONDS))
          .noneMatch(name -> name.startsWith("compare-"));
      assertThat(admin.listGroups().all().get(10, TimeUnit.SECONDS))
          .extracting(GroupListing::groupId)
          .noneMatch(name -> name.startsWith("compare-"));
    }
  }
}

package diner.producer.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import diner.producer.ConnectionWatch;
import diner.producer.KafkaConnection;
import diner.producer.OutputFormat;
import diner.producer.terminal.Progress;
import diner.shared.cli.ExitCode;
import diner.shared.kafka.KafkaSettings;
import diner.shared.kafka.Topics;
import diner.shared.message.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * One run of {@code compare}: measures, shows, and leaves nothing behind, neither processes nor
 * topics, however it ends. Everything happens on the command's thread.
 */
final class Compare {

  /**
   * What to do.
   *
   * @param timeout how long the jobs of one cell may take
   * @param svg where the picture goes; null: there is none
   */
  record Request(
      Plan plan,
      WorkerCommand worker,
      Duration timeout,
      OutputFormat format,
      @Nullable SvgFile svg) {}

  private final KafkaSettings settings;
  private final Request request;
  private final PrintWriter out;
  private final Progress progress;

  Compare(KafkaSettings settings, Request request, PrintWriter out, PrintWriter err) {
    this.settings = settings;
    this.request = request;
    this.out = out;
    this.progress = Progress.on(err);
  }

  int run() throws InterruptedException, IOException {
    var isKept = true;
    var folder = LogFolder.create();
    try {
      show(measure(folder));
      isKept = false;
      return ExitCode.OK;
    } catch (InterruptedException | InterruptException e) {
      isKept = false;
      progress.note("interrupted: all workers were stopped");
      return ExitCode.INTERRUPTED;
    } finally {
      progress.clear();
      if (isKept && folder.hasLogs()) {
        progress.note("what the workers wrote is in " + folder.path());
        folder.deleteSettings();
      } else {
        folder.delete();
      }
    }
  }

  private Comparison measure(LogFolder folder) throws InterruptedException, IOException {
    try (var connection = KafkaConnection.open(settings);
        var watch = ConnectionWatch.start(connection)) {
      var grounds = new Grounds(connection.admin(), new Topics("compare-" + random()));
      try {
        grounds.create();
        return measure(folder, grounds, watch);
      } finally {
        leave(grounds);
      }
    }
  }

  private Comparison measure(LogFolder folder, Grounds grounds, ConnectionWatch watch)
      throws InterruptedException, IOException {
    try (var crew = new Crew(request.worker(), folder.path(), watch);
        var orders = new Orders(settings, grounds.topics(), request.timeout())) {
      var options = folder.write(settings);
      var measurement = new Measurement(request.plan(), crew, grounds, orders, progress);
      var kitchenUrl = measurement.openKitchen();
      var cells = new ArrayList<Cell>();
      for (var setting : Setting.values()) {
        cells.addAll(measurement.of(setting, options, kitchenUrl));
      }
      return new Comparison(request.plan(), Runtime.getRuntime().availableProcessors(), cells);
    }
  }

  private void show(Comparison comparison) throws IOException {
    progress.clear();
    switch (request.format()) {
      case TABLE -> {
        progress.note("");
        ComparisonText.of(comparison).forEach(out::println);
      }
      case JSON -> out.println(new String(Json.bytes(ComparisonJson.of(comparison)), UTF_8));
    }
    out.flush();
    var svg = request.svg();
    if (svg != null) {
      svg.write(Timeline.svg(comparison));
      progress.note("the timeline is in " + svg.path());
    }
  }

  /** Also of a thread that was interrupted. */
  private void leave(Grounds grounds) {
    var wasInterrupted = Thread.interrupted();
    try {
      grounds.delete();
    } catch (KafkaException e) {
      progress.note(
          "left behind on Kafka: the topics %s.* and the group %s (%s)"
              .formatted(grounds.group(), grounds.group(), e.getMessage()));
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static String random() {
    var bytes = new byte[4];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}

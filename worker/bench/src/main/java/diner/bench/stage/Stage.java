package diner.bench.stage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The deployment that is measured: one Kafka for the whole run, and the kitchens, workers and
 * counters that a scenario opens. Closing it ends every process it started, the last one first, so
 * that a worker still has its Kafka when it leaves. Owned by the main thread.
 */
public final class Stage implements AutoCloseable {

  /** Where things are: the folder of the launchers, and the one for logs. */
  public record Place(Path launchers, Path logs) {}

  private static final Pattern HTTP_URL = Pattern.compile(" url=(http://127\\.0\\.0\\.1:\\d+)");

  private final String name;
  private final Place place;
  private final String workerJavaOptions;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final List<Part> parts = new ArrayList<>();
  private final Map<Counter, Part> workers = new HashMap<>();
  private String bootstrapServers = "";
  private int numbers;

  private Stage(String name, Place place, String workerJavaOptions) {
    this.name = name;
    this.place = place;
    this.workerJavaOptions = workerJavaOptions;
  }

  /** Starts Kafka, on a free port and with temporary data. */
  public static Stage open(Place place, String workerJavaOptions)
      throws InterruptedException, IOException {
    var stage = new Stage("all", place, workerJavaOptions);
    try {
      var kafka = stage.start("kafka", "kafka", "", List.of("--port", "0"));
      stage.bootstrapServers = kafka.readyLine();
      return stage;
    } catch (Exception e) {
      stage.close();
      throw e;
    }
  }

  /** The same deployment for one scenario: closing it ends what was opened through it. */
  public Stage scene(String scenario) {
    var scene = new Stage(scenario, place, workerJavaOptions);
    scene.bootstrapServers = bootstrapServers;
    scene.parts.addAll(parts);
    return scene;
  }

  /** Starts a kitchen and returns its URL. */
  public String kitchen(Duration delay) throws InterruptedException {
    var arguments = List.of("kitchen", "--port", "0", "--delay", delay.toMillis() + "ms");
    return start("kitchen", "worker", "", arguments).readyLine();
  }

  /**
   * Opens a counter with topics of its own, and starts a worker that serves only that counter. It
   * is up once it answered its first batch.
   *
   * @param prefix of the topics, and the group; used once in a run
   * @param kind of the jobs, which names their topic
   * @param partitions of that topic
   * @param workerArguments beside those for connection and topics
   */
  public Counter counter(String prefix, String kind, int partitions, List<String> workerArguments) {
    var counter = Counter.open(bootstrapServers, prefix, kind, partitions, this::checkAlive);
    opened.push(counter);
    var arguments =
        new ArrayList<>(
            List.of("-b", bootstrapServers, "--topic-prefix", prefix, "--group", prefix));
    arguments.addAll(List.of("--topics", counter.topic()));
    arguments.addAll(workerArguments);
    workers.put(counter, start("worker", "worker", workerJavaOptions, arguments));
    return counter;
  }

  /** How late the event loops of a counter's worker were since it started. */
  public LoopDelays loopDelays(Counter counter) throws InterruptedException {
    var worker = workers.get(counter);
    if (worker == null) {
      throw new IllegalArgumentException("a counter of another stage");
    }
    return LoopDelays.of(worker.logged(HTTP_URL));
  }

  /** Starts a gateway over a counter's topics, and returns its URL. */
  public String gateway(String prefix, String javaOptions) throws InterruptedException {
    var arguments =
        List.of(
            "serve",
            "-b",
            bootstrapServers,
            "--topic-prefix",
            prefix,
            "--group",
            prefix,
            "--port",
            "0",
            "--timeout",
            "60s");
    return start("gateway", "producer", javaOptions, arguments).readyLine();
  }

  /** What a metric without labels says, in the text that Prometheus gets. */
  public double gauge(String url, String metric) throws InterruptedException {
    return Pages.metrics(url)
        .lines()
        .filter(line -> line.startsWith(metric + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(metric.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + metric + " at " + url));
  }

  /** Opens an echo with topics of its own. */
  public Echo echo(String name) {
    var echo = Echo.open(bootstrapServers, name);
    opened.push(echo);
    return echo;
  }

  /** A folder of its own for what processes are to read; gone once the run is over. */
  public Path folder(String named) {
    return place.logs().resolve(name + "-" + named);
  }

  /** Opens a topic and fills it with jobs that do nothing. */
  public Backlog backlog(String topic, int jobs, boolean isKeyed) {
    return Backlog.fill(bootstrapServers, topic, jobs, isKeyed);
  }

  /**
   * Has a process of its own answer a whole backlog, measures that, and ends the process.
   *
   * @param server a worker or a baseline
   * @param javaOptions for its Java, before those that were asked for on the command line
   * @param counted which replies the figures are of
   */
  public Drained drain(Backlog backlog, Server server, String javaOptions, Drained.Counted counted)
      throws InterruptedException {
    var group = name + "-" + (numbers + 1);
    try (var drain = Drain.open(bootstrapServers, group, backlog)) {
      var arguments = new ArrayList<>(server.arguments());
      arguments.addAll(List.of("-b", bootstrapServers, "--topics", backlog.topic()));
      arguments.addAll(List.of("--topic-prefix", group, "--group", group, "--name", name));
      var part =
          start(
              server.launcher(),
              server.launcher(),
              (javaOptions + " " + workerJavaOptions).strip(),
              arguments);
      var drained = drain.watch(part, this::checkAlive, counted);
      opened.remove(part);
      parts.remove(part);
      part.close();
      return drained;
    }
  }

  private Part start(String part, String launcher, String javaOptions, List<String> arguments) {
    var path = place.launchers().resolve(launcher);
    var started =
        Part.start(name + "-" + part + "-" + ++numbers, place.logs(), javaOptions, path, arguments);
    opened.push(started);
    parts.add(started);
    return started;
  }

  private void checkAlive() {
    parts.forEach(Part::checkAlive);
  }

  /** Ends everything, also on a thread that is interrupted: that is how Ctrl-C comes. */
  @Override
  public void close() {
    var isInterrupted = Thread.interrupted();
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) { // the others are to be closed, too
        System.err.println("bench: " + e);
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

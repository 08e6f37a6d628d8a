package diner.producer.compare;

import diner.producer.terminal.Progress;
import diner.shared.cli.CommandFailure;
import diner.shared.message.BurgersOrder;
import diner.shared.message.CleaningOrder;
import diner.shared.message.CleaningOrder.SeededHouse;
import diner.shared.message.InvalidPayload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Runs one setting after the other through workers of its own. Owned by the command's thread. */
final class Measurement {

  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  /** A worker that had to be killed is a member for a session time-out still, of 10 s. */
  private static final Duration LEAVE_LIMIT = Duration.ofSeconds(30);

  private final Plan plan;
  private final Crew crew;
  private final Grounds grounds;
  private final Orders orders;
  private final Progress progress;

  Measurement(Plan plan, Crew crew, Grounds grounds, Orders orders, Progress progress) {
    this.plan = plan;
    this.crew = crew;
    this.grounds = grounds;
    this.orders = orders;
    this.progress = progress;
  }

  /** Starts the kitchen and returns its URL. */
  String openKitchen() throws InterruptedException {
    var delay = plan.kitchenDelay().toMillis() + "ms";
    var kitchen = crew.start("kitchen", List.of("kitchen", "--port", "0", "--delay", delay));
    crew.await("the kitchen was open", START_LIMIT, () -> kitchen.firstLine().isPresent());
    return kitchen.firstLine().orElseThrow();
  }

  /**
   * Measures both kinds in a setting.
   *
   * @param connection the worker's options that lead it to Kafka
   */
  List<Cell> of(Setting setting, List<String> connection, String kitchenUrl)
      throws InterruptedException {
    var label = setting.label(plan.threads());
    progress.note(label + "…");
    var workers = new ArrayList<Part>();
    for (var number = 1; number <= setting.workers(); number++) {
      workers.add(start(setting, number, connection, kitchenUrl));
    }
    crew.await(
        setting.workers() == 1 ? "the worker had joined" : "both workers had joined",
        START_LIMIT,
        () -> grounds.isSharedBy(setting.workers()));
    for (var kind : Comparison.KINDS) {
      done(kind, setting.warmJobs(kind, plan), "warming up");
    }
    var cells = new ArrayList<Cell>();
    for (var kind : Comparison.KINDS) {
      cells.add(cell(setting, kind));
    }
    crew.stop(workers);
    // Else one of them could be taken for one of the next setting.
    crew.await("the workers had left their group", LEAVE_LIMIT, grounds::isLeft);
    return cells;
  }

  private Part start(Setting setting, int number, List<String> connection, String kitchenUrl) {
    var jobTopics = Comparison.KINDS.stream().map(grounds.topics()::jobs).toList();
    var arguments = new ArrayList<>(connection);
    arguments.addAll(List.of("--topic-prefix", grounds.topics().prefix()));
    arguments.addAll(List.of("--topics", String.join(",", jobTopics)));
    arguments.addAll(List.of("--group", grounds.group(), "--name", "worker-" + number));
    arguments.addAll(List.of("--http-port", "0", "--kitchen-url", kitchenUrl));
    arguments.addAll(setting.options(plan));
    return crew.start(setting.id() + "-" + number, arguments);
  }

  private Cell cell(Setting setting, String kind) throws InterruptedException {
    var jobs = kind.equals(BurgersOrder.KIND) ? plan.burgers() : plan.houses();
    var rounds = new ArrayList<Round>();
    for (var round = 1; round <= plan.rounds(); round++) {
      rounds.add(done(kind, jobs, kind));
    }
    var cell = new Cell(setting, kind, rounds);
    progress.note(
        "  %s: %s, %s"
            .formatted(kind, ComparisonText.time(cell.seconds()), ComparisonText.doers(cell)));
    return cell;
  }

  private Round done(String kind, int jobs, String label) throws InterruptedException {
    try {
      return Round.of(orders.done(kind, payloads(kind, jobs), label, progress, crew));
    } catch (InvalidPayload e) {
      throw CommandFailure.of(
          "compare: a reply that no worker of Diner's writes: " + e.getMessage());
    }
  }

  private List<?> payloads(String kind, int jobs) {
    return kind.equals(CleaningOrder.KIND)
        ? IntStream.range(0, jobs).mapToObj(this::house).toList()
        : Collections.nCopies(jobs, new BurgersOrder(1));
  }

  private SeededHouse house(int number) {
    var like = plan.house();
    return new SeededHouse(
        like.rooms(), like.width(), like.height(), like.dirt(), like.seed() + number);
  }
}

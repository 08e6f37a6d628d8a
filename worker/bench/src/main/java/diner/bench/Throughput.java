package diner.bench;

import diner.bench.report.Row;
import diner.bench.report.Samples;
import diner.bench.report.Unit;
import diner.bench.stage.Answers;
import diner.bench.stage.Order;
import diner.bench.stage.Stage;
import diner.shared.message.BurgersOrder;
import java.time.Duration;
import java.util.List;

/** Burgers that take no time: what a job costs. No bar yet, for comparison over time. */
final class Throughput implements Scenario {

  private static final int JOBS = 20_000;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @Override
  public String name() {
    return "throughput";
  }

  @Override
  public String summary() {
    return "20,000 burgers that take no time: jobs a second";
  }

  @Override
  public List<Row> run(Stage stage, Rounds rounds) throws Exception {
    var kitchen = stage.kitchen(Duration.ZERO);
    var counter =
        stage.counter("throughput", BurgersOrder.KIND, 8, List.of("--kitchen-url", kitchen));
    rounds.notes().accept("throughput: waiting for the worker");
    counter.serve(Order.burgers(1), LIMIT);
    rounds.notes().accept("throughput: the first batch of a worker just started");
    var cold = counter.serve(Order.burgers(JOBS), LIMIT);
    rounds.warmUp("throughput", () -> counter.serve(Order.burgers(JOBS), LIMIT));
    var warm = rounds.measure("throughput", () -> counter.serve(Order.burgers(JOBS), LIMIT));
    var speeds = Samples.of(warm.stream().mapToDouble(Throughput::jobsASecond));
    return List.of(
        row("20,000 burgers of 0 ms, by the replies' times", speeds.median()),
        row("the same, slowest round", speeds.min()),
        row("the same, by a worker just started", jobsASecond(cold)));
  }

  private Row row(String what, double jobsASecond) {
    return Row.of(name(), what, jobsASecond, Unit.JOBS_A_SECOND);
  }

  private static double jobsASecond(Answers answers) {
    return (answers.all().size() - 1) / answers.repliedSeconds();
  }
}

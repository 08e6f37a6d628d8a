package diner.bench;

import diner.bench.report.Bar;
import diner.bench.report.Row;
import diner.bench.report.Samples;
import diner.bench.report.Unit;
import diner.bench.stage.Counter;
import diner.bench.stage.Order;
import diner.bench.stage.Stage;
import diner.shared.message.BurgersOrder;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Healthy jobs among which each hundredth can't be done, against healthy ones alone. */
final class Poison implements Scenario {

  private static final int JOBS = 100_000;
  private static final int WARM_UP_JOBS = 20_000;
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final double BAR = 0.9;

  @Override
  public String name() {
    return "poison";
  }

  @Override
  public String summary() {
    return "100,000 burgers of which 1 % can't be done, against all healthy";
  }

  @Override
  public List<Row> run(Stage stage, Rounds rounds) throws Exception {
    var kitchen = stage.kitchen(Duration.ZERO);
    var counter = stage.counter("poison", BurgersOrder.KIND, 8, List.of("--kitchen-url", kitchen));
    rounds.warmUp("poison", () -> round(counter, WARM_UP_JOBS));
    var measured = rounds.measure("poison", () -> round(counter, JOBS));
    var ratios = Samples.of(measured.stream().mapToDouble(Round::ratio));
    return List.of(
        row("baseline: 100,000 healthy burgers", measured, Round::healthy),
        row("healthy ones of 100,000, 1 % of them poison", measured, Round::poisoned),
        Row.of(name(), "poisoned against healthy, of each round", ratios.median(), Unit.TIMES)
            .against(Bar.atLeast(BAR)),
        Row.of(name(), "the same, worst round", ratios.min(), Unit.TIMES));
  }

  /** Forth and back, so that a worker that gets faster, and what else goes on, favour neither. */
  private static Round round(Counter counter, int jobs) {
    var healthy = jobsASecond(counter, Order.burgers(jobs));
    var poisoned = jobsASecond(counter, Order.poisonedBurgers(jobs));
    var poisonedAgain = jobsASecond(counter, Order.poisonedBurgers(jobs));
    var healthyAgain = jobsASecond(counter, Order.burgers(jobs));
    return new Round((healthy + healthyAgain) / 2, (poisoned + poisonedAgain) / 2);
  }

  /** Of the healthy ones, from the first one's reply to the last one's. */
  private static double jobsASecond(Counter counter, List<Order> orders) {
    var done = counter.serve(orders, LIMIT).done();
    return (done.all().size() - 1) / done.repliedSeconds();
  }

  private Row row(String what, List<Round> measured, ToDoubleFunction<Round> value) {
    return Row.of(
        name(),
        what,
        Samples.of(measured.stream().mapToDouble(value)).median(),
        Unit.JOBS_A_SECOND);
  }

  /** Jobs a second of both. */
  private record Round(double healthy, double poisoned) {

    double ratio() {
      return poisoned / healthy;
    }
  }
}

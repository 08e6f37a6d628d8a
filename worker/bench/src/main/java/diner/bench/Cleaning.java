package diner.bench;

import diner.bench.report.Bar;
import diner.bench.report.Row;
import diner.bench.report.Samples;
import diner.bench.report.Unit;
import diner.bench.stage.Answers;
import diner.bench.stage.Counter;
import diner.bench.stage.Order;
import diner.bench.stage.Stage;
import diner.shared.message.CleaningOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Computing jobs on two cleaners against one, in turns, each by a warm worker of its own. */
final class Cleaning implements Scenario {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final double BAR = 1.8;

  /** What is cleaned in one go. */
  private record Houses(int number, double dirt) {
    String text() {
      return number + " houses of 1 megapixel, dirt " + dirt;
    }

    List<Order> orders() {
      return Order.houses(number, dirt);
    }
  }

  /** One round: what each worker took, in seconds, and what two cores gave just before. */
  private record Round(double one, double two, double cores) {}

  @Override
  public String name() {
    return "cleaners";
  }

  @Override
  public String summary() {
    return "16 and 32 houses, two cleaners against one";
  }

  @Override
  public List<Row> run(Stage stage, Rounds rounds) {
    var one = worker(stage, 1);
    var two = worker(stage, 2);
    var few = new Houses(16, 0.2);
    rounds.warmUp("cleaners: one", () -> one.serve(few.orders(), LIMIT));
    rounds.warmUp("cleaners: two", () -> two.serve(few.orders(), LIMIT));
    CoreScaling.measure(); // its own warm-up
    var rows = new ArrayList<Row>();
    for (var houses : List.of(few, new Houses(32, 0.5))) {
      var measured = rounds.measure("cleaners: " + houses.text(), () -> inTurns(one, two, houses));
      rows.addAll(rows(houses, measured));
    }
    return rows;
  }

  private static Counter worker(Stage stage, int cleaners) {
    return stage.counter(
        "cleaners-" + cleaners,
        CleaningOrder.KIND,
        8,
        List.of("--cleaners", Integer.toString(cleaners)));
  }

  private static Round inTurns(Counter one, Counter two, Houses houses) {
    var cores = CoreScaling.measure();
    return new Round(seconds(one, houses), seconds(two, houses), cores);
  }

  private static double seconds(Counter counter, Houses houses) {
    Answers answers = counter.serve(houses.orders(), LIMIT);
    return answers.workedSeconds();
  }

  private List<Row> rows(Houses houses, List<Round> rounds) {
    var one = Samples.of(rounds.stream().mapToDouble(Round::one)).median();
    var two = Samples.of(rounds.stream().mapToDouble(Round::two)).median();
    var cores = Samples.of(rounds.stream().mapToDouble(Round::cores)).median();
    var text = houses.text();
    return List.of(
        Row.of(name(), text + ", one cleaner", one, Unit.SECONDS),
        Row.of(name(), text + ", two cleaners", two, Unit.SECONDS),
        Row.of(name(), text + ", one / two", one / two, Unit.TIMES).against(Bar.atLeast(BAR)),
        Row.of(name(), "baseline: bare arithmetic on two threads against one", cores, Unit.TIMES));
  }
}

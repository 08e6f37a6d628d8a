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
import diner.shared.message.CleaningOrder.SeededHouse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.InterruptException;

/** Computing jobs on two cleaners against one, in turns, each by a warm worker of its own. */
final class Cleaning implements Scenario {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final double BAR = 1.8;
  private static final double LEAST_OF_BARE_GAIN = 0.95;
  private static final double MOST_OF_BARE_TIME = 1.05;
  private static final int WARM_UP_BURGERS = 5_000;
  private static final int WARM_UP_BATCHES = 5;

  /** What is cleaned in one go: square houses of 8 rooms. */
  private record Houses(int number, int side, double dirt) {
    String text() {
      return "%d houses of %d x %d, dirt %s".formatted(number, side, side, dirt);
    }

    List<SeededHouse> all() {
      return IntStream.range(0, number)
          .mapToObj(seed -> new SeededHouse(8, side, side, dirt, seed))
          .toList();
    }

    List<Order> orders() {
      return all().stream().map(Order::of).toList();
    }
  }

  /** One round: what each worker took, and what plain threads took just before, in seconds. */
  private record Round(double one, double two, double bareOne, double bareTwo) {
    double gain() {
      return one / two;
    }

    double bareGain() {
      return bareOne / bareTwo;
    }

    double overhead() {
      return one / bareOne;
    }
  }

  @Override
  public String name() {
    return "cleaners";
  }

  @Override
  public String summary() {
    return "16 and 32 houses, two cleaners against one, beside plain threads";
  }

  @Override
  public List<Row> run(Stage stage, Rounds rounds) {
    var one = worker(stage, 1);
    var two = worker(stage, 2);
    var small = new Houses(16, 1024, 0.2);
    var bare = new BareCleaning(small.all());
    rounds.warmUp("cleaners: one", () -> warmUp(one, small));
    rounds.warmUp("cleaners: two", () -> warmUp(two, small));
    rounds.warmUp("cleaners: plain threads", () -> seconds(bare, 2));
    var rows = new ArrayList<Row>();
    for (var houses : List.of(small, new Houses(32, 1024, 0.2), new Houses(16, 2048, 0.5))) {
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

  /** A few dozen houses would leave the way from poll to reply uncompiled: burgers, and more. */
  private static Answers warmUp(Counter counter, Houses houses) {
    counter.serve(Order.burgers(WARM_UP_BURGERS), LIMIT);
    for (var i = 1; i < WARM_UP_BATCHES; i++) {
      counter.serve(houses.orders(), LIMIT);
    }
    return counter.serve(houses.orders(), LIMIT);
  }

  private static Round inTurns(Counter one, Counter two, Houses houses) {
    var bare = new BareCleaning(houses.all());
    return new Round(
        seconds(one, houses), seconds(two, houses), seconds(bare, 1), seconds(bare, 2));
  }

  private static double seconds(Counter counter, Houses houses) {
    return counter.serve(houses.orders(), LIMIT).workedSeconds();
  }

  private static double seconds(BareCleaning bare, int threads) {
    try {
      return bare.seconds(threads);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private List<Row> rows(Houses houses, List<Round> rounds) {
    var gain = median(rounds, Round::gain);
    var bareGain = median(rounds, Round::bareGain);
    var text = houses.text();
    return List.of(
        Row.of(name(), text + ", one cleaner", median(rounds, Round::one), Unit.SECONDS),
        Row.of(name(), text + ", two cleaners", median(rounds, Round::two), Unit.SECONDS),
        Row.of(name(), text + ", one / two", gain, Unit.TIMES).against(Bar.atLeast(BAR)),
        Row.of(name(), "baseline: one plain thread", median(rounds, Round::bareOne), Unit.SECONDS),
        Row.of(name(), "baseline: plain threads, one / two", bareGain, Unit.TIMES),
        Row.of(name(), "cleaners' gain / plain threads' gain", gain / bareGain, Unit.TIMES)
            .against(Bar.atLeast(LEAST_OF_BARE_GAIN)),
        Row.of(
                name(),
                "one cleaner / one plain thread",
                median(rounds, Round::overhead),
                Unit.TIMES)
            .against(Bar.atMost(MOST_OF_BARE_TIME)));
  }

  private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
    return Samples.of(rounds.stream().mapToDouble(figure)).median();
  }
}

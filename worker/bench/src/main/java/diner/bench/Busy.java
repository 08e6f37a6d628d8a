package diner.bench;

import diner.bench.report.Bar;
import diner.bench.report.Row;
import diner.bench.report.Unit;
import diner.bench.stage.Answer;
import diner.bench.stage.Answers;
import diner.bench.stage.Counter;
import diner.bench.stage.LoopDelays;
import diner.bench.stage.Order;
import diner.bench.stage.Stage;
import diner.shared.message.BurgersOrder;
import diner.shared.message.CleaningOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What waiting jobs feel of cleaners that are all busy. */
final class Busy implements Scenario {

  private static final int PER_SECOND = 200;
  private static final int BURGERS = 30 * PER_SECOND;
  private static final Duration KITCHEN = Duration.ofMillis(20);
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final double DIRT = 0.2;

  /** A house takes a cleaner about 60 ms: enough for more than the 30 s of the burgers. */
  private static final int HOUSES_A_CLEANER = 800;

  private static final double MOST_TIMES = 3;
  private static final double MOST_DELAY_MILLIS = 10;

  /** The burgers of one series, and how late the event loop was meanwhile. */
  private record Series(Answers burgers, LoopDelays delays, long housesLeft) {

    double p99() {
      return burgers.samples(Answer::answeredMillis).percentile(99);
    }
  }

  @Override
  public String name() {
    return "busy";
  }

  @Override
  public String summary() {
    return "200 burgers of 20 ms a second for 30 s, all cleaners busy, against idle";
  }

  @Override
  public List<Row> run(Stage stage, Rounds rounds) throws Exception {
    var kitchen = stage.kitchen(KITCHEN);
    var counter = stage.counter("busy", "mixed", 8, List.of("--kitchen-url", kitchen));
    rounds.warmUp("busy", () -> warmUp(counter));
    rounds.notes().accept("busy: 30 s of burgers, the cleaners idle");
    var idle = series(stage, counter, 0);
    rounds.notes().accept("busy: 30 s of burgers, all cleaners busy");
    var busy =
        series(stage, counter, HOUSES_A_CLEANER * Runtime.getRuntime().availableProcessors());
    var rows = new ArrayList<Row>();
    rows.addAll(rows("baseline: cleaners idle", idle));
    rows.addAll(rows("all cleaners busy", busy));
    rows.add(
        Row.of(name(), "p99, busy / idle", busy.p99() / idle.p99(), Unit.TIMES)
            .against(Bar.under(MOST_TIMES)));
    rows.add(
        Row.of(name(), "houses left after the last burger", (double) busy.housesLeft(), Unit.COUNT)
            .against(Bar.atLeast(1)));
    return rows;
  }

  private static Answers warmUp(Counter counter) {
    counter.enqueue(Order.houses(40, DIRT));
    counter.enqueue(Order.burgers(5 * PER_SECOND), PER_SECOND);
    return counter.collect(LIMIT);
  }

  private static Series series(Stage stage, Counter counter, int houses) throws Exception {
    counter.enqueue(Order.houses(houses, DIRT));
    counter.awaitAnswers(Math.min(1, houses), LIMIT);
    var before = stage.loopDelays(counter);
    counter.enqueue(Order.burgers(BURGERS), PER_SECOND);
    var delays = stage.loopDelays(counter).since(before);
    var answers = counter.collect(LIMIT);
    var burgers = answers.ofKind(BurgersOrder.KIND);
    var last = burgers.lastFinish();
    var housesLeft =
        answers.all().stream()
            .filter(answer -> answer.reply().kind().equals(CleaningOrder.KIND))
            .filter(house -> house.reply().finishedAt().isAfter(last))
            .count();
    return new Series(burgers, delays, housesLeft);
  }

  private List<Row> rows(String what, Series series) {
    var answered = series.burgers().samples(Answer::answeredMillis);
    return List.of(
        Row.of(name(), what + ", queue to reply, p50", answered.percentile(50), Unit.MILLIS),
        Row.of(name(), what + ", queue to reply, p99", answered.percentile(99), Unit.MILLIS),
        Row.of(
                name(),
                what + ", event-loop delay, p99 at most",
                series.delays().percentileMillis(99),
                Unit.MILLIS)
            .against(Bar.atMost(MOST_DELAY_MILLIS)));
  }
}

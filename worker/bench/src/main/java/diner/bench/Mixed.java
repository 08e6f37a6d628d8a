package diner.bench;

import com.fasterxml.jackson.databind.JsonNode;
import diner.bench.report.Bar;
import diner.bench.report.Row;
import diner.bench.report.Samples;
import diner.bench.report.Unit;
import diner.bench.stage.Answer;
import diner.bench.stage.Answers;
import diner.bench.stage.Counter;
import diner.bench.stage.Order;
import diner.bench.stage.Stage;
import diner.shared.message.BurgersOrder;
import diner.shared.message.CleaningOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Waiting jobs that stand behind computing ones in the same topic, against the same jobs alone. */
final class Mixed implements Scenario {

  private static final int BURGERS = 100;
  private static final int HOUSES = 300;
  private static final double DIRT = 0.2;
  private static final Duration KITCHEN = Duration.ofMillis(50);
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final double BAR_MILLIS = 250;

  /** So many must still be to do when the burgers are served, or nothing was in their way. */
  private static final int HOUSES_LEFT = 100;

  @Override
  public String name() {
    return "mixed";
  }

  @Override
  public String summary() {
    return "100 burgers of 50 ms behind 300 houses in one topic, against alone";
  }

  @Override
  public List<Row> run(Stage stage, Rounds rounds) throws Exception {
    var kitchen = stage.kitchen(KITCHEN);
    var rows = new ArrayList<Row>();
    for (var partitions : List.of(1, 8)) {
      var counter =
          stage.counter(
              "mixed-" + partitions, "mixed", partitions, List.of("--kitchen-url", kitchen));
      var what = partitions == 1 ? "1 partition" : partitions + " partitions";
      rows.addAll(rows(what, counter, rounds));
    }
    return rows;
  }

  private List<Row> rows(String what, Counter counter, Rounds rounds) {
    rounds.warmUp("mixed, " + what, () -> behind(counter, HOUSES / 10));
    var alone = rounds.measure("mixed, " + what + ", alone", () -> behind(counter, 0));
    var behind =
        rounds.measure("mixed, " + what + ", behind houses", () -> behind(counter, HOUSES));
    var rows = new ArrayList<Row>();
    rows.addAll(latency("baseline: burgers alone, " + what, alone));
    rows.addAll(
        latency("burgers behind houses, " + what, behind).stream()
            .map(row -> row.what().endsWith("p99") ? row.against(Bar.under(BAR_MILLIS)) : row)
            .toList());
    rows.add(millis("of that from queue to start, p99", behind, Answer::queuedMillis));
    rows.add(millis("of that from start to end, p99", behind, Answer::workedMillis));
    rows.add(millis("then from end to reply in Kafka, p99", behind, Answer::publishedMillis));
    rows.add(
        least("houses left when the last burger was done, least", behind, Mixed::housesLeft)
            .against(Bar.atLeast(HOUSES_LEFT)));
    rows.add(
        least("rooms cleaned while burgers were served, least", behind, Mixed::roomsMeanwhile)
            .against(Bar.atLeast(1)));
    return rows;
  }

  /** Enqueues houses and, while they are being cleaned, burgers behind them; waits for all. */
  private static Answers behind(Counter counter, int houses) {
    counter.enqueue(Order.houses(houses, DIRT));
    counter.awaitAnswers(Math.min(1, houses), LIMIT);
    counter.enqueue(Order.burgers(BURGERS));
    return counter.collect(LIMIT);
  }

  private List<Row> latency(String what, List<Answers> rounds) {
    var served = burgers(rounds, Answer::servedMillis);
    return List.of(
        Row.of(name(), what + ", queue to end, p50", served.percentile(50), Unit.MILLIS),
        Row.of(name(), what + ", queue to end, p99", served.percentile(99), Unit.MILLIS),
        Row.of(name(), what + ", queue to end, max", served.max(), Unit.MILLIS));
  }

  private Row millis(String what, List<Answers> rounds, ToDoubleFunction<Answer> value) {
    return Row.of(name(), what, burgers(rounds, value).percentile(99), Unit.MILLIS);
  }

  private Row least(String what, List<Answers> rounds, ToLongFunction<Answers> value) {
    return Row.of(
        name(), what, (double) rounds.stream().mapToLong(value).min().orElseThrow(), Unit.COUNT);
  }

  /** A figure of the burgers of all rounds. */
  private static Samples burgers(List<Answers> rounds, ToDoubleFunction<Answer> value) {
    return Samples.all(
        rounds.stream().map(answers -> answers.ofKind(BurgersOrder.KIND).samples(value)).toList());
  }

  private static long housesLeft(Answers answers) {
    var served = answers.ofKind(BurgersOrder.KIND).lastFinish();
    return answers.ofKind(CleaningOrder.KIND).all().stream()
        .filter(house -> house.reply().finishedAt().isAfter(served))
        .count();
  }

  private static long roomsMeanwhile(Answers answers) {
    var burgers = answers.ofKind(BurgersOrder.KIND);
    var from = burgers.first(answer -> answer.reply().enqueuedAt());
    var to = burgers.lastFinish();
    return answers.ofKind(CleaningOrder.KIND).all().stream()
        .flatMap(Mixed::roomsFinishedAt)
        .filter(finishedAt -> finishedAt.isAfter(from) && finishedAt.isBefore(to))
        .count();
  }

  private static Stream<Instant> roomsFinishedAt(Answer house) {
    var result = house.reply().result();
    if (result == null) {
      throw new IllegalStateException("a house that is done has a result");
    }
    var rooms = new ArrayList<JsonNode>();
    result.path("rooms").forEach(rooms::add);
    return rooms.stream().map(room -> Instant.parse(room.path("finishedAt").asText()));
  }
}

package diner.producer.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import diner.shared.message.Json;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The result for programs: one object with the settings, every cell, and each piece of work. */
final class ComparisonJson {

  private ComparisonJson() {}

  static ObjectNode of(Comparison comparison) {
    var json = Json.codec().createObjectNode();
    var plan = comparison.plan();
    json.putObject("settings")
        .put("burgers", plan.burgers())
        .put("kitchenDelayMillis", plan.kitchenDelay().toMillis())
        .put("houses", plan.houses())
        .put("rooms", plan.house().rooms())
        .put("width", plan.house().width())
        .put("height", plan.house().height())
        .put("threads", plan.threads())
        .put("rounds", plan.rounds())
        .put("processors", comparison.processors());
    var cells = json.putArray("cells");
    comparison.cells().forEach(cell -> add(cells.addObject(), cell, comparison));
    var verdict = json.putArray("verdict");
    Verdict.of(comparison).forEach(verdict::add);
    return json;
  }

  private static void add(ObjectNode json, Cell cell, Comparison comparison) {
    json.put("setting", cell.setting().id())
        .put("kind", cell.kind())
        .put("workers", cell.setting().workers())
        .put("micros", micros(cell.median().length()))
        .put("gain", comparison.gain(cell.setting(), cell.kind()))
        .put("threads", cell.median().threads());
    var options = json.putArray("options");
    cell.setting().options(comparison.plan()).forEach(options::add);
    var rounds = json.putArray("rounds");
    for (var round : cell.rounds()) {
      var one = rounds.addObject();
      one.put("micros", micros(round.length())).put("threads", round.threads());
      add(one.putArray("work"), round);
    }
  }

  private static void add(ArrayNode json, Round round) {
    for (var work : round.work()) {
      json.addObject()
          .put("worker", work.worker())
          .put("thread", work.thread())
          .put("fromMicros", micros(Duration.between(round.begin(), work.startedAt())))
          .put("toMicros", micros(Duration.between(round.begin(), work.finishedAt())));
    }
  }

  private static long micros(Duration duration) {
    return TimeUnit.NANOSECONDS.toMicros(duration.toNanos());
  }
}

package diner.producer.compare;

import diner.shared.message.CleaningOrder.SeededHouse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Results with the times that a test wants. */
final class Measured {

  static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  static final Plan PLAN = plan(2);

  private final List<Cell> cells = new ArrayList<>();
  private Plan plan = PLAN;

  static Plan plan(int threads) {
    var house = new SeededHouse(4, 1024, 768, 0.2, 1);
    return new Plan(40, Duration.ofMillis(100), 24, house, threads, 1);
  }

  static Work work(String worker, String thread, long fromMillis, long toMillis) {
    return new Work(worker, thread, NOON.plusMillis(fromMillis), NOON.plusMillis(toMillis));
  }

  static Round round(long millis, List<Work> work) {
    return new Round(NOON, NOON.plusMillis(millis), work);
  }

  Measured with(Plan other) {
    plan = other;
    return this;
  }

  /** A kind's times in milliseconds, in the order of the settings; a thread for each process. */
  Measured times(String kind, long... millis) {
    var settings = Setting.values();
    for (var i = 0; i < settings.length; i++) {
      var setting = settings[i];
      var length = millis[i];
      var work = new ArrayList<Work>();
      for (var worker = 1; worker <= setting.workers(); worker++) {
        work.add(work("worker-" + worker, "0", 0, length));
      }
      if (setting == Setting.PARALLEL && plan.threads() > 1) {
        work.add(work("worker-1", "1", 0, length));
      }
      cells.add(new Cell(setting, kind, List.of(round(length, work))));
    }
    return this;
  }

  Comparison comparison() {
    return new Comparison(plan, 2, cells);
  }

  /** As it is on a quiet machine with two processors. */
  static Comparison usual() {
    return new Measured()
        .times("burgers", 4_100, 120, 2_050, 115)
        .times("cleaning", 2_400, 2_380, 1_250, 1_260)
        .comparison();
  }
}

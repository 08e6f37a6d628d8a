package diner.bench;

import diner.bench.report.Bar;
import diner.bench.report.Row;
import diner.bench.report.Samples;
import diner.bench.report.Unit;
import diner.bench.stage.Stage;
import diner.worker.intake.FinishedMap;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What it costs to write the map of jobs done ahead into a commit, in this process: the intake does
 * it for each commit of a partition.
 */
final class MapCost implements Scenario {

  /** What a broker takes, as it comes. */
  private static final int METADATA_CHARS = 4_096;

  private static final int FINISHED = 5_000_000;
  private static final int COMMITS = 2_000;
  private static final double BAR_MICROS = 1_000;

  @Override
  public String name() {
    return "map";
  }

  @Override
  public String summary() {
    return "the map of jobs done ahead, written into a commit's metadata";
  }

  @Override
  public List<Row> run(Stage stage, Rounds rounds) {
    var stuck = FinishedMap.oneStuckUnder(FINISHED);
    var first = micros(stuck);
    var warm = measure("map, one stuck", stuck, rounds);
    var jobs = largest(FinishedMap::everySecondOf);
    var runs = measure("map, every second", FinishedMap.everySecondOf(jobs), rounds);
    var jobsTried = largest(FinishedMap::everySecondOfTried);
    var tried =
        measure("map, every second, tried", FinishedMap.everySecondOfTried(jobsTried), rounds);
    return List.of(
        row("one open under 5,000,000 finished, p50", warm.median()),
        row("the same, p99", warm.percentile(99)).against(Bar.under(BAR_MICROS)),
        row("the same, the first one of a process", first),
        Row.of(name(), "characters of that map", stuck.metadata().length(), Unit.COUNT),
        Row.of(name(), "every second one finished: jobs whose map fits", jobs, Unit.COUNT),
        row("the largest such map, p50", runs.median()),
        row("the same, p99", runs.percentile(99)),
        Row.of(name(), "the open ones tried too: jobs whose map fits", jobsTried, Unit.COUNT),
        row("the largest such map, p50", tried.median()),
        row("the same, p99", tried.percentile(99)));
  }

  private Row row(String what, double micros) {
    return Row.of(name(), what, micros, Unit.MICROS);
  }

  private static Samples measure(String what, FinishedMap map, Rounds rounds) {
    rounds.warmUp(what, () -> commits(map));
    return Samples.all(rounds.measure(what, () -> commits(map)));
  }

  private static Samples commits(FinishedMap map) {
    return Samples.of(IntStream.range(0, COMMITS).mapToDouble(commit -> micros(map)));
  }

  private static double micros(FinishedMap map) {
    var start = System.nanoTime();
    var metadata = map.metadata();
    var nanos = System.nanoTime() - start;
    if (metadata.isEmpty() || metadata.length() > METADATA_CHARS) {
      throw new IllegalStateException(
          "expected 1 to %d characters, got %d".formatted(METADATA_CHARS, metadata.length()));
    }
    return nanos / 1_000.0;
  }

  /** The most jobs whose map fits; a map of more jobs is never smaller. */
  private static int largest(IntFunction<FinishedMap> mapOf) {
    var fits = 0;
    var over = 1 << 17;
    while (over - fits > 1) {
      var jobs = (fits + over) / 2;
      if (mapOf.apply(jobs).metadata().length() <= METADATA_CHARS) {
        fits = jobs;
      } else {
        over = jobs;
      }
    }
    return fits;
  }
}

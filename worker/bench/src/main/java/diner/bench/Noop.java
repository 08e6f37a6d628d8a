package diner.bench;

import diner.bench.noop.NoopJar;
import diner.bench.report.Bar;
import diner.bench.report.Row;
import diner.bench.report.Samples;
import diner.bench.report.Unit;
import diner.bench.stage.Backlog;
import diner.bench.stage.Drained;
import diner.bench.stage.Drained.Counted;
import diner.bench.stage.Server;
import diner.bench.stage.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Jobs that do nothing: what a worker costs, against loops that people write by hand. Each
 * contender is a process of its own that answers the same topic from its beginning, in turns.
 */
final class Noop implements Scenario {

  /** So many until the machine code is there: a worker's speed grows until about then. */
  private static final int WARM_UP = 600_000;

  private static final int MEASURED = 500_000;

  /** All that a worker may hold of 8 partitions: the end of these is done before it is read. */
  private static final int TAIL = 8 * 20_000;

  private static final int JOBS = WARM_UP + MEASURED + TAIL;
  private static final Counted COUNTED = new Counted(WARM_UP, WARM_UP + MEASURED);
  private static final String HEAP = "-Xmx512m";
  private static final double LEAST_OF_BARE = 0.6;
  private static final double LEAST_OF_KEYLESS = 0.8;
  private static final double MOST_MEMORY = 1;

  /** Replies differ in the digits of their offsets, and no more. */
  private static final double MOST_BYTES = 1.01;

  /** What is the same in all rounds: the jobs, and what workers have beside their delivery. */
  private record Grounds(
      Stage stage, Rounds rounds, Backlog keyless, Backlog keyed, List<String> workerArguments) {

    Drained drained(Contender contender) {
      var arguments = new ArrayList<>(contender.arguments());
      if (contender.isWorker()) {
        arguments.addAll(workerArguments);
      }
      try {
        var drained =
            stage.drain(
                contender.isKeyed() ? keyed : keyless,
                new Server(contender.isWorker() ? "worker" : "bench", arguments),
                HEAP,
                COUNTED);
        rounds
            .notes()
            .accept(
                "noop: %s: %,.0f jobs/s, %.2f s for 10^6, %.0f MiB"
                    .formatted(
                        contender.text(),
                        drained.jobsASecond(),
                        drained.cpuSecondsAMillion(),
                        drained.peakMiB().orElse(0)));
        return drained;
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      }
    }
  }

  /** What each contender took in one round. */
  private record Round(Map<Contender, Drained> results) {

    Drained of(Contender contender) {
      var result = results.get(contender);
      if (result == null) {
        throw new IllegalArgumentException(contender + " did not take part");
      }
      return result;
    }

    double ratio(Contender one, Contender other, ToDoubleFunction<Drained> figure) {
      return figure.applyAsDouble(of(one)) / figure.applyAsDouble(of(other));
    }

    double repeated() {
      return results.values().stream().mapToLong(Drained::repeated).sum();
    }

    double bytesRatio() {
      var bytes = Samples.of(results.values().stream().mapToDouble(Drained::replyBytes));
      return bytes.max() / bytes.min();
    }
  }

  @Override
  public String name() {
    return "noop";
  }

  @Override
  public String summary() {
    return "500,000 jobs that do nothing, against loops written by hand";
  }

  @Override
  public List<Row> run(Stage stage, Rounds rounds) throws Exception {
    var handlers = NoopJar.in(stage.folder("handlers"));
    var kitchen = stage.kitchen(Duration.ZERO);
    rounds.notes().accept("noop: filling two topics with %,d jobs each".formatted(JOBS));
    var grounds =
        new Grounds(
            stage,
            rounds,
            stage.backlog("noop.plain", JOBS, false),
            stage.backlog("noop.keyed", JOBS, true),
            List.of("--handlers", handlers.toString(), "--kitchen-url", kitchen));
    rounds.notes().accept("noop: two loops that do not count, for Kafka to warm up");
    grounds.drained(Contender.BARE);
    grounds.drained(Contender.BARE_TRANSACTIONS);
    var turns = new ArrayList<>(List.of(Contender.values()));
    return rows(rounds.measure(name(), () -> round(grounds, turns)));
  }

  /** Forth and back in turns, so that what comes later favours none. */
  private static Round round(Grounds grounds, List<Contender> turns) {
    var results = new EnumMap<Contender, Drained>(Contender.class);
    for (var contender : turns) {
      results.put(contender, grounds.drained(contender));
    }
    Collections.reverse(turns);
    return new Round(results);
  }

  private List<Row> rows(List<Round> measured) {
    var rows = new ArrayList<Row>();
    for (var contender : Contender.values()) {
      rows.addAll(figures(contender, measured));
    }
    rows.addAll(ratios(measured));
    rows.add(
        Row.of(
                name(),
                "replies beyond the first of a job, all rounds together",
                measured.stream().mapToDouble(Round::repeated).sum(),
                Unit.COUNT)
            .against(Bar.exactly(0)));
    rows.add(
        row("bytes of a reply, most / least", measured, Round::bytesRatio, Unit.TIMES)
            .against(Bar.atMost(MOST_BYTES)));
    return rows;
  }

  private List<Row> ratios(List<Round> measured) {
    var rows = new ArrayList<Row>();
    rows.add(
        speed(measured, Contender.AT_LEAST_ONCE, Contender.BARE)
            .against(Bar.atLeast(LEAST_OF_BARE)));
    rows.add(
        speed(measured, Contender.EXACTLY_ONCE, Contender.BARE_TRANSACTIONS)
            .against(Bar.atLeast(LEAST_OF_BARE)));
    rows.add(
        speed(measured, Contender.AT_LEAST_ONCE_KEYED, Contender.AT_LEAST_ONCE)
            .against(Bar.atLeast(LEAST_OF_KEYLESS)));
    rows.add(
        speed(measured, Contender.EXACTLY_ONCE_KEYED, Contender.EXACTLY_ONCE)
            .against(Bar.atLeast(LEAST_OF_KEYLESS)));
    if (measured.getFirst().of(Contender.FUTURES).peakMiB().isPresent()) {
      rows.add(memory(measured, Contender.AT_LEAST_ONCE));
      rows.add(memory(measured, Contender.EXACTLY_ONCE));
    }
    return rows;
  }

  private Row speed(List<Round> measured, Contender one, Contender other) {
    return row(
        "jobs/s: " + one.text() + " / " + other.text(),
        measured,
        round -> round.ratio(one, other, Drained::jobsASecond),
        Unit.TIMES);
  }

  private Row memory(List<Round> measured, Contender worker) {
    return row(
            "resident at most: " + worker.text() + " / " + Contender.FUTURES.text(),
            measured,
            round -> round.ratio(worker, Contender.FUTURES, it -> it.peakMiB().orElseThrow()),
            Unit.TIMES)
        .against(Bar.atMost(MOST_MEMORY));
  }

  private List<Row> figures(Contender contender, List<Round> measured) {
    var rows = new ArrayList<Row>();
    var text = contender.text();
    rows.add(row(text, measured, round -> round.of(contender).jobsASecond(), Unit.JOBS_A_SECOND));
    rows.add(
        row(
            text + ", processors' time for 10^6 jobs",
            measured,
            round -> round.of(contender).cpuSecondsAMillion(),
            Unit.SECONDS));
    if (measured.getFirst().of(contender).peakMiB().isPresent()) {
      rows.add(
          row(
              text + ", resident at most",
              measured,
              round -> round.of(contender).peakMiB().orElseThrow(),
              Unit.MEBIBYTES));
    }
    return rows;
  }

  /** The median of the rounds' own figures. */
  private Row row(String what, List<Round> measured, ToDoubleFunction<Round> figure, Unit unit) {
    return Row.of(name(), what, Samples.of(measured.stream().mapToDouble(figure)).median(), unit);
  }
}

package diner.bench;

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
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Waiting jobs at the same time on one thread, against one after the other. */
final class Overlap implements Scenario {

  private static final int JOBS = 2_000;
  private static final Duration KITCHEN = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** One at a time, all of them would take over half an hour. */
  private static final int SINGLES = 5;

  @Override
  public String name() {
    return "overlap";
  }

  @Override
  public String summary() {
    return "2,000 burgers of 1 s at once on one thread, against one at a time";
  }

  @Override
  public List<Row> run(Stage stage, Rounds rounds) throws Exception {
    var kitchen = stage.kitchen(KITCHEN);
    var counter = stage.counter("overlap", BurgersOrder.KIND, 8, List.of("--kitchen-url", kitchen));
    rounds.notes().accept("overlap: waiting for the worker");
    counter.serve(Order.burgers(1), LIMIT);
    rounds.notes().accept("overlap: the first batch of a worker just started");
    var cold = counter.serve(Order.burgers(JOBS), LIMIT);
    var warm = rounds.measure("overlap", () -> counter.serve(Order.burgers(JOBS), LIMIT));
    rounds.notes().accept("overlap: one at a time");
    return rows(cold, warm, oneAtATimeSeconds(counter));
  }

  /** What all jobs would take one at a time, from what a few took from queue to reply. */
  private static double oneAtATimeSeconds(Counter counter) {
    var singles =
        IntStream.range(0, SINGLES)
            .mapToDouble(
                i -> counter.serve(Order.burgers(1), LIMIT).all().getFirst().answeredMillis());
    return singles.sum() / 1000 / SINGLES * JOBS;
  }

  private List<Row> rows(Answers cold, List<Answers> warm, double oneAtATimeSeconds) {
    var startToReply = median(warm, Overlap::startToReplySeconds);
    var threads = warm.stream().flatMap(answers -> answers.threads().stream()).distinct().toList();
    var loops = threads.stream().filter(thread -> thread.contains("eventloop")).count();
    return List.of(
        row("2,000 burgers of 1 s, first to last reply", median(warm, Answers::repliedSeconds))
            .against(Bar.under(4)),
        row("the same, first start to last reply (ideal: 1 s)", startToReply).against(Bar.under(4)),
        row("the same, by a worker just started", startToReplySeconds(cold)).against(Bar.under(4)),
        Row.of(name(), "threads in the replies", threads.size(), Unit.COUNT)
            .against(Bar.exactly(1)),
        Row.of(name(), "of these, event loops", (double) loops, Unit.COUNT).against(Bar.exactly(1)),
        Row.of(name(), "overlap: sum of waits / time", median(warm, Overlap::overlap), Unit.TIMES),
        row("baseline: one at a time (5 jobs, extrapolated to 2,000)", oneAtATimeSeconds),
        Row.of(name(), "quicker than the baseline", oneAtATimeSeconds / startToReply, Unit.TIMES));
  }

  private Row row(String what, double seconds) {
    return Row.of(name(), what, seconds, Unit.SECONDS);
  }

  private static double startToReplySeconds(Answers answers) {
    return Answers.seconds(answers.firstStart(), answers.last(Answer::appendedAt));
  }

  private static double overlap(Answers answers) {
    return answers.samples(Answer::workedMillis).sum() / 1000 / startToReplySeconds(answers);
  }

  private static double median(
      List<Answers> rounds, java.util.function.ToDoubleFunction<Answers> figure) {
    return Samples.of(rounds.stream().mapToDouble(figure)).median();
  }
}

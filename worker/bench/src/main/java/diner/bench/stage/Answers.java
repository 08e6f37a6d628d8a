package diner.bench.stage;

import diner.bench.report.Samples;
import diner.shared.message.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The answers to a batch, at least one. */
public record Answers(List<Answer> all) {

  public Answers {
    if (all.isEmpty()) {
      throw new IllegalArgumentException("expected at least one answer");
    }
    all = List.copyOf(all);
  }

  public Answers ofKind(String kind) {
    return new Answers(all.stream().filter(answer -> answer.reply().kind().equals(kind)).toList());
  }

  /** Those of the jobs that were done. */
  public Answers done() {
    return new Answers(
        all.stream().filter(answer -> answer.reply().status() == Reply.Status.DONE).toList());
  }

  public Samples samples(ToDoubleFunction<Answer> value) {
    return Samples.of(all.stream().mapToDouble(value));
  }

  public <T extends Comparable<T>> T first(Function<Answer, T> value) {
    return all.stream().map(value).min(Comparator.naturalOrder()).orElseThrow();
  }

  public <T extends Comparable<T>> T last(Function<Answer, T> value) {
    return all.stream().map(value).max(Comparator.naturalOrder()).orElseThrow();
  }

  public Instant firstStart() {
    return first(answer -> answer.reply().startedAt());
  }

  public Instant lastFinish() {
    return last(answer -> answer.reply().finishedAt());
  }

  /** From the first start to the last end, in seconds. */
  public double workedSeconds() {
    return seconds(firstStart(), lastFinish());
  }

  /** From the first reply to the last one, by the broker's clock, in seconds. */
  public double repliedSeconds() {
    return seconds(first(Answer::appendedAt), last(Answer::appendedAt));
  }

  /** The threads on which the jobs ended. */
  public List<String> threads() {
    return all.stream().map(Answer::reply).map(Reply::thread).distinct().sorted().toList();
  }

  public static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }
}

package diner.producer.doctor;

import diner.shared.cli.KafkaFailures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * Does several things at once, each within the same limit: one that is late or fails holds up no
 * other. What is late is interrupted and left alone. Runs on the command's thread.
 */
final class Round {

  private Round() {}

  /** Runs the checks and reports in their order. */
  static Report of(List<? extends Check> checks, Duration limit) throws InterruptedException {
    var diagnoses = all(checks, Check::examine, Round::failed, limit);
    var entries = new ArrayList<Report.Entry>();
    for (var check = 0; check < checks.size(); check++) {
      entries.add(new Report.Entry(checks.get(check).name(), diagnoses.get(check)));
    }
    return new Report(entries);
  }

  /** What is done with each of the things. */
  interface Step<T, R> {
    R apply(T thing) throws Exception;
  }

  /**
   * The results, in the order of the things.
   *
   * @param otherwise makes a result of a failure; a {@link TimeoutException} where it was late
   */
  static <T, R> List<R> all(
      List<? extends T> things, Step<T, R> step, Function<Throwable, R> otherwise, Duration limit)
      throws InterruptedException {
    var executor = Executors.newVirtualThreadPerTaskExecutor();
    try {
      var end = System.nanoTime() + limit.toNanos();
      var futures = new ArrayList<Future<R>>();
      for (var thing : things) {
        Callable<R> call = () -> step.apply(thing);
        futures.add(executor.submit(call));
      }
      var results = new ArrayList<R>();
      for (var future : futures) {
        results.add(await(future, end, otherwise));
      }
      return results;
    } finally {
      executor.shutdownNow(); // close() would wait for those that are late
    }
  }

  private static <R> R await(Future<R> future, long end, Function<Throwable, R> otherwise)
      throws InterruptedException {
    try {
      return future.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      return otherwise.apply(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      return otherwise.apply(e);
    }
  }

  private static Diagnosis failed(Throwable failure) {
    return switch (failure) {
      case TimeoutException _, org.apache.kafka.common.errors.TimeoutException _ ->
          ill(
              "no answer came in time",
              "look at the brokers' logs and load, and run the doctor again");
      case AuthorizationException e ->
          ill(
              "Kafka does not allow it: " + KafkaFailures.cause(e),
              "ask for the ACL, or use an account that has it (--command-config)");
      default -> ill("it could not be found out: " + KafkaFailures.cause(failure), "run it again");
    };
  }

  private static Diagnosis ill(String problem, String remedy) {
    return new Diagnosis.Ill(List.of(new Finding(problem, remedy)));
  }
}

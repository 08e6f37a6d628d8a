package diner.producer.dead;

import diner.producer.ConnectionWatch;
import diner.producer.KafkaConnection;
import diner.shared.cli.CommandFailure;
import diner.shared.cli.ExitCode;
import diner.shared.cli.KafkaAccess;
import diner.shared.cli.KafkaFailures;
import diner.shared.kafka.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;

/**
 * One run of {@code dead redrive}. The work is done on a thread of its own, {@code redrive}, which
 * nothing interrupts: whoever interrupts the command's thread stops it between two transactions.
 */
final class Redrive {

  /**
   * What to do with which letters.
   *
   * @param max so many letters at most
   * @param maxRedrives letters whose jobs were redriven so often already are refused
   * @param isDryRun whether nothing is changed
   */
  record Request(Topics topics, LetterFilter filter, long max, int maxRedrives, boolean isDryRun) {}

  /** What is under way has its end by then, or nobody knows it. */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(40);

  private final KafkaAccess access;
  private final Request request;
  private final RedriveReport report;
  private final CountDownLatch stopping = new CountDownLatch(1);

  Redrive(KafkaAccess access, Request request, RedriveReport report) {
    this.access = access;
    this.request = request;
    this.report = report;
  }

  int run() throws InterruptedException {
    try (var connection = KafkaConnection.open(access.settings())) {
      var end = new CompletableFuture<Integer>();
      Thread.ofPlatform().daemon().name("redrive").start(() -> run(connection, end));
      try {
        return await(end);
      } finally {
        report.progress().clear();
      }
    }
  }

  private int await(CompletableFuture<Integer> end) throws InterruptedException {
    try {
      try {
        return end.get(); // as long as there are letters: each wait of that thread has a limit
      } catch (InterruptedException e) {
        stopping.countDown();
        return end.get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw CommandFailure.of(
          "interrupted amid a transaction; run again, nothing is redriven twice",
          ExitCode.INTERRUPTED,
          e);
    }
  }

  private void run(KafkaConnection connection, CompletableFuture<Integer> end) {
    try {
      end.complete(request.isDryRun() ? rehearse(connection) : redrive(connection));
    } catch (Throwable e) {
      end.completeExceptionally(e);
    }
  }

  private int rehearse(KafkaConnection connection) {
    try (var watch = ConnectionWatch.start(connection)) {
      return go(connection, watch, letters -> new BatchEnd.Redriven(List.of()));
    }
  }

  private int redrive(KafkaConnection connection) {
    try (var transactions =
            new RedriveTransactions(
                RedriveProducer.open(access.settings(), request.topics()), stopping);
        var watch = ConnectionWatch.start(connection, _ -> transactions.abandon())) {
      try {
        // Before anything is read: from now on no other redrive can change what is open.
        transactions.open();
        return go(connection, watch, transactions);
      } catch (KafkaException | IllegalStateException e) {
        throw failure(e, watch);
      }
    }
  }

  private int go(KafkaConnection connection, ConnectionWatch watch, RedriveRun.Batches batches) {
    try (var reader = new LetterReader(access.settings(), watch)) {
      var letters =
          DeadLetters.at(
              connection.admin(), request.topics().deadLetters(), reader, report.progress());
      if (letters.exists()) {
        var topics = new ReturnTopics(connection.admin(), access.settings(), request.topics());
        new RedriveRun(request, topics, batches, report, stopping).through(letters);
      }
    }
    if (stopping.getCount() == 0) {
      report.finish("; interrupted, the rest is still open");
      return ExitCode.INTERRUPTED;
    }
    report.finish("");
    return report.hasRefused() ? ExitCode.FAILURE : ExitCode.OK;
  }

  /** A broker that went away is the cause of whatever followed from it. */
  private RuntimeException failure(RuntimeException error, ConnectionWatch watch) {
    RuntimeException cause = error;
    try {
      watch.throwIfAway();
    } catch (KafkaException away) {
      cause = away;
    }
    var explained = KafkaFailures.explain(cause, access);
    return explained.isEmpty() || !report.isBegun()
        ? cause
        : CommandFailure.of(
            explained.get().getMessage() + "; " + report.soFar(),
            explained.get().exitCode(),
            cause);
  }
}

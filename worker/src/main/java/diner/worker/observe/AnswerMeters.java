package diner.worker.observe;

import diner.shared.message.Reply.Status;
import diner.worker.flow.Batch;
import diner.worker.flow.BatchEnd;
import diner.worker.flow.Settled;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What became of jobs and batches. Recorded by the publisher when it knows how a batch ended, so
 * that intake and the lanes spend nothing on it. Invariant: a job counts once its answer is in
 * Kafka, and once for each answer.
 */
final class AnswerMeters {

  private static final Duration[] TIMES =
      Stream.of(
              1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000,
              300_000, 600_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private static final Duration[] BATCH_TIMES =
      Stream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 5_000, 15_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private static final double[] BATCH_JOBS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000};

  private final Map<String, OfKind> kinds = new HashMap<>();
  private final OfKind unknown;
  private final Map<String, Timer> batches = new HashMap<>();
  private final DistributionSummary batchJobs;

  /** The meters of jobs of one kind. */
  private record OfKind(Map<Status, Counter> jobs, Timer waiting, Timer run, Timer total) {

    static OfKind of(MeterRegistry registry, String kind) {
      var jobs = new EnumMap<Status, Counter>(Status.class);
      for (var status : Status.values()) {
        jobs.put(
            status,
            Counter.builder("diner.worker.jobs")
                .description("Jobs answered, by how they ended")
                .tag("kind", kind)
                .tag("outcome", status.text())
                .register(registry));
      }
      return new OfKind(
          jobs,
          timer(registry, kind, "wait", "From a job's record to the start of its last attempt"),
          timer(registry, kind, "run", "The last attempt at a job"),
          timer(registry, kind, "total", "From a job's record to the end of its last attempt"));
    }

    private static Timer timer(MeterRegistry registry, String kind, String part, String what) {
      return Timer.builder("diner.worker.job." + part)
          .description(what)
          .tag("kind", kind)
          .serviceLevelObjectives(TIMES)
          .register(registry);
    }

    void record(Settled job) {
      job.status().map(jobs::get).ifPresent(Counter::increment);
      var enqueuedAt = Instant.ofEpochMilli(job.ticket().delivery().timestampMillis());
      waiting.record(notNegative(Duration.between(enqueuedAt, job.run().startedAt())));
      run.record(notNegative(job.run().length()));
      total.record(notNegative(Duration.between(enqueuedAt, job.run().finishedAt())));
    }

    /** The record's time is its producer's, whose clock may be ahead. */
    private static Duration notNegative(Duration time) {
      return time.isNegative() ? Duration.ZERO : time;
    }
  }

  /**
   * @param kinds those the worker has a handler for; jobs of others share a kind
   */
  AnswerMeters(MeterRegistry registry, Set<String> kinds) {
    kinds.forEach(kind -> this.kinds.put(kind, OfKind.of(registry, kind)));
    this.unknown = OfKind.of(registry, Metrics.UNKNOWN_KIND);
    for (var outcome : Set.of("committed", "sent", "aborted", "unknown")) {
      batches.put(
          outcome,
          Timer.builder("diner.worker.batch")
              .description("How long batches were with the publisher, by how they ended")
              .tag("outcome", outcome)
              .serviceLevelObjectives(BATCH_TIMES)
              .register(registry));
    }
    this.batchJobs =
        DistributionSummary.builder("diner.worker.batch.jobs")
            .description("Jobs answered with a batch")
            .serviceLevelObjectives(BATCH_JOBS)
            .register(registry);
  }

  /** A batch ended; only what is in Kafka counts as answered. */
  void ended(BatchEnd end, Duration took) {
    switch (end) {
      case BatchEnd.Committed(var batch) -> answered(batch, "committed", took);
      case BatchEnd.Sent(var batch) -> answered(batch, "sent", took);
      case BatchEnd.Aborted _ -> ended("aborted", took);
      case BatchEnd.Unknown _ -> ended("unknown", took);
    }
  }

  private void answered(Batch batch, String outcome, Duration took) {
    ended(outcome, took);
    batchJobs.record(batch.settled().size());
    for (var job : batch.settled()) {
      kinds.getOrDefault(job.ticket().kind(), unknown).record(job);
    }
  }

  private void ended(String outcome, Duration took) {
    var timer = batches.get(outcome);
    if (timer == null) {
      throw new IllegalStateException("no meter for batches that are " + outcome);
    }
    timer.record(took);
  }
}

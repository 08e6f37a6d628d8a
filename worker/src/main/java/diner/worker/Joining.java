package diner.worker;

import diner.worker.intake.PollLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs intake, and begins again where the group says that another process still holds this worker's
 * instance id: a former self that died and is not missed yet. Runs on the thread {@code intake}.
 */
record Joining(Supplier<PollLoop> loops, CompletableFuture<Boolean> stop, Duration pause) {

  private static final Logger log = LoggerFactory.getLogger(Joining.class);

  Joining(Supplier<PollLoop> loops, CompletableFuture<Boolean> stop) {
    this(loops, stop, Duration.ofSeconds(1));
  }

  /** What the poll loop says in the end: whether all that ran could finish. */
  boolean run(Predicate<PollLoop> run) throws InterruptedException, ExecutionException {
    var told = false;
    while (true) {
      var loop = loops.get();
      try {
        return run.test(loop);
      } catch (UnreleasedInstanceIdException e) {
        if (loop.hasBeenMember()) {
          throw e; // it is this worker's place that another process wants
        }
        if (!told) {
          told = true;
          log.atWarn()
              .addKeyValue("cause", e.getMessage())
              .log("the group still holds our --instance-id: waiting until its session ends");
        }
        if (isToldToStop()) {
          return true;
        }
      }
    }
  }

  private boolean isToldToStop() throws InterruptedException, ExecutionException {
    try {
      return stop.get(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException notYet) {
      return false;
    }
  }
}

package diner.worker;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A worker inside the test's JVM, from its start to its stop. */
final class RunningWorker implements AutoCloseable {

  private final Worker worker;
  private final CompletableFuture<Integer> end = new CompletableFuture<>();

  private RunningWorker(Worker worker) {
    this.worker = worker;
  }

  static RunningWorker start(List<String> arguments) {
    var running = new RunningWorker(new Worker(WorkerOptions.parse(Map.of(), arguments)));
    Thread.ofPlatform()
        .name("worker")
        .start(() -> {
          try {
            running.end.complete(running.worker.run());
          } catch (Throwable e) {
            running.end.completeExceptionally(e);
          }
        });
    return running;
  }

  void stop() {
    worker.stop();
  }

  CompletableFuture<Integer> end() {
    return end;
  }

  /** Stops the worker, waits for it and returns its exit code. */
  int stopped() {
    stop();
    return end.orTimeout(60, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    stopped();
  }
}

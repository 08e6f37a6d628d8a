package diner.shared.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;

/**
 * A run that Ctrl-C and SIGTERM interrupt instead of cutting off: the main thread gets the time to
 * say what is missing, or to drain, and its exit code is the one of the process.
 */
public final class SignalledRun {

  /** Longer than any command's own grace; the second Ctrl-C does not wait for it. */
  private static final long LIMIT_SECONDS = 60;

  private static final int KILLED_WHILE_STOPPING = ExitCode.INTERRUPTED;

  private final IntSupplier command;

  public SignalledRun(IntSupplier command) {
    this.command = command;
  }

  /** Runs the command on the calling thread. */
  public int exitCode() {
    var main = Thread.currentThread();
    var ended = new CompletableFuture<Integer>();
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("signals").unstarted(() -> stop(main, ended)));
    try {
      ended.complete(command.getAsInt());
      return ended.join();
    } finally {
      ended.complete(KILLED_WHILE_STOPPING);
    }
  }

  private static void stop(Thread main, CompletableFuture<Integer> ended) {
    if (ended.isDone()) {
      return; // the ordinary end
    }
    main.interrupt();
    var code = KILLED_WHILE_STOPPING;
    try {
      code = ended.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | TimeoutException | java.util.concurrent.ExecutionException e) {
      // the code stays
    }
    Runtime.getRuntime().halt(code);
  }
}

package diner.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker's own threads, one an island. One that dies is said so at once: nothing limps on
 * unseen. Used by the thread that starts and stops the worker.
 */
final class Islands {

  /** What an island does until it is over. */
  interface Life {
    void live() throws Exception;
  }

  private static final Logger log = LoggerFactory.getLogger(Islands.class);

  private final List<Thread> threads = new ArrayList<>();
  private final BiConsumer<String, Throwable> onDeath;

  /**
   * No islands yet.
   *
   * @param onDeath told the name of an island that died, and why, on its thread
   */
  Islands(BiConsumer<String, Throwable> onDeath) {
    this.onDeath = onDeath;
  }

  void start(String name, Life life) {
    var thread =
        Thread.ofPlatform()
            .name(name)
            .start(() -> {
              try {
                life.live();
              } catch (Throwable death) { // the island's border: whatever it is ends the worker
                onDeath.accept(name, death);
              }
            });
    threads.add(thread);
  }

  /** Waits for all to be over, at most so long. */
  void join(Duration limit) throws InterruptedException {
    for (var thread : threads) {
      if (!thread.join(limit)) {
        log.atWarn()
            .addKeyValue("island", thread.getName())
            .log("did not end in time: left behind");
      }
    }
  }
}

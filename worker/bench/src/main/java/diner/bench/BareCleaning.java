package diner.bench;

import diner.shared.message.CleaningOrder.SeededHouse;
import diner.shared.message.JobIds;
import diner.worker.handler.CancelToken;
import diner.worker.handler.ComputingHandler;
import diner.worker.handler.JobContext;
import diner.worker.handler.cleaning.CleaningHandler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The baseline of cleaning: the same houses, cleaned by the same handler on plain threads, with no
 * Kafka and no lane around it. A thread takes a whole house at a time. What two threads gain here
 * is the most that two cleaners can gain on this machine at this hour.
 */
final class BareCleaning {

  private final CleaningHandler handler = new CleaningHandler();
  private final List<SeededHouse> houses;

  BareCleaning(List<SeededHouse> houses) {
    this.houses = houses;
  }

  /** Cleans all houses on so many threads; how long that took. */
  double seconds(int threads) throws InterruptedException {
    var begin = System.nanoTime();
    var next = new AtomicInteger();
    var failures = new AtomicInteger();
    var started = new ArrayList<Thread>();
    for (var i = 0; i < threads; i++) {
      started.add(
          Thread.ofPlatform()
              .name("bare-" + i)
              .start(() -> {
                for (var n = next.getAndIncrement();
                    n < houses.size();
                    n = next.getAndIncrement()) {
                  if (!isCleaned(houses.get(n))) {
                    failures.incrementAndGet();
                  }
                }
              }));
    }
    for (var thread : started) {
      thread.join();
    }
    if (failures.get() > 0) {
      throw new IllegalStateException(failures + " houses could not be cleaned");
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  private boolean isCleaned(SeededHouse house) {
    var job =
        new JobContext(
            JobIds.next(),
            "cleaning",
            1,
            Instant.now().plus(handler.attemptLimit()),
            new CancelToken(),
            null);
    try {
      return clean(handler.begin(house, job)) != null;
    } catch (Exception e) {
      return false;
    }
  }

  private static <T, R> R clean(ComputingHandler.Work<T, R> work) throws Exception {
    var parts = new ArrayList<T>();
    for (var part = 0; part < work.parts(); part++) {
      parts.add(work.compute(part, 0));
    }
    return work.merge(parts);
  }
}

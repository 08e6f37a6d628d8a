package diner.worker;

import diner.shared.message.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;

/**
 * Which partitions move, as a reader of replies sees it; and how long those of a killed worker
 * stand still: for each partition whose last reply was the dead worker's, from its death until a
 * reply from another. Where the next one in its place is killed before it has answered, the clock
 * begins anew. Needs a load on all partitions, and workers named {@code place.life}.
 */
final class Movement {

  private final Map<TopicPartition, String> owners = new HashMap<>();
  private final Map<TopicPartition, Long> heardAgain = new HashMap<>();
  private final Map<TopicPartition, Death> waiting = new HashMap<>();
  private final List<Duration> taken = new ArrayList<>();
  private final List<Duration> takenAcrossOutage = new ArrayList<>();
  private long outageBegan = Long.MAX_VALUE;
  private long outageEnded = Long.MAX_VALUE;

  synchronized void onReply(Reply reply) {
    var partition = new TopicPartition(reply.source().topic(), reply.source().partition());
    owners.put(partition, reply.worker());
    heardAgain.putIfAbsent(partition, System.nanoTime());
    var death = waiting.get(partition);
    if (death != null && !death.worker().equals(reply.worker())) {
      var duration = Duration.ofNanos(System.nanoTime() - death.nanos());
      (isAcrossOutage(death) ? takenAcrossOutage : taken).add(duration);
      waiting.remove(partition);
    }
  }

  synchronized void onDeath(String worker) {
    var death = new Death(worker, System.nanoTime());
    owners.forEach((partition, owner) -> {
      if (owner.equals(worker)) {
        waiting.put(partition, death);
      }
    });
    waiting.replaceAll((_, before) -> death.isInPlaceOf(before) ? death : before);
  }

  /** The broker is away from now on: nobody can take anything over. */
  synchronized void onOutage() {
    outageBegan = System.nanoTime();
  }

  /** The broker is back. */
  synchronized void onOutageOver() {
    outageEnded = System.nanoTime();
  }

  /** Waits until a reply came from all of so many partitions; says how long the last one took. */
  Stillness awaitAll(int partitions) {
    var since = System.nanoTime();
    synchronized (this) {
      heardAgain.clear();
    }
    Awaitility.await("replies from all partitions")
        .atMost(Diner.LIMIT)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> heardAgain() == partitions);
    synchronized (this) {
      var last = Collections.max(heardAgain.entrySet(), Map.Entry.comparingByValue());
      return new Stillness(last.getKey(), Duration.ofNanos(last.getValue() - since));
    }
  }

  /** Partitions that still wait for a reply from a living worker. */
  synchronized int waiting() {
    return waiting.size();
  }

  /** Partitions that changed hands after a death, with the broker there all the time. */
  synchronized int count() {
    return taken.size();
  }

  /** How long partitions took at most whose wait was also one for the broker. */
  synchronized Duration longestAcrossOutage() {
    return takenAcrossOutage.stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO);
  }

  synchronized Duration longest() {
    return taken.isEmpty() ? Duration.ZERO : Collections.max(taken);
  }

  synchronized Duration median() {
    return taken.isEmpty() ? Duration.ZERO : taken.stream().sorted().toList().get(taken.size() / 2);
  }

  private boolean isAcrossOutage(Death death) {
    return death.nanos() < outageEnded && outageBegan < System.nanoTime();
  }

  private synchronized int heardAgain() {
    return heardAgain.size();
  }

  /** The partition that was the last to answer, and how long that took. */
  record Stillness(TopicPartition partition, Duration duration) implements Comparable<Stillness> {
    @Override
    public int compareTo(Stillness other) {
      return duration.compareTo(other.duration);
    }

    @Override
    public String toString() {
      return Proofs.seconds(duration) + "(" + partition + ")";
    }
  }

  private record Death(String worker, long nanos) {

    boolean isInPlaceOf(Death other) {
      return place().equals(other.place());
    }

    private String place() {
      return worker.substring(0, worker.indexOf('.'));
    }
  }
}

package diner.producer.gateway;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which topics there are. Asks Kafka for all their names, one question at a time and one a second
 * at most, whatever clients make up. Owned by the event loop.
 */
final class KnownTopics {

  private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

  private final Context loop;
  private final Supplier<CompletionStage<Set<String>>> names;
  private Set<String> known = new HashSet<>();
  private @Nullable Future<Set<String>> asking;
  private long askedAt = System.nanoTime() - FRESH_NANOS;

  /**
   * @param names asks Kafka, without blocking
   */
  KnownTopics(Context loop, Supplier<CompletionStage<Set<String>>> names) {
    this.loop = loop;
    this.names = names;
  }

  /** Whether there is a topic of this name; fails where Kafka does not say. */
  Future<Boolean> has(String topic) {
    if (known.contains(topic)) {
      return Future.succeededFuture(true);
    }
    if (asking != null) {
      return asking.map(all -> all.contains(topic));
    }
    if (System.nanoTime() - askedAt < FRESH_NANOS) {
      return Future.succeededFuture(false);
    }
    askedAt = System.nanoTime();
    var asked = Future.fromCompletionStage(names.get(), loop);
    asking = asked;
    return asked
        .onComplete(_ -> asking = null)
        .onSuccess(all -> known = new HashSet<>(all))
        .map(all -> all.contains(topic));
  }

  /** Kafka took no job for it: it may be gone. */
  void doubt(String topic) {
    known.remove(topic);
  }
}

package diner.worker.publish;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Remembers facts about topics for a while, and asks for those it does not know in one request.
 * Owned by {@code publisher}. Invariant: at most 1,000 topics, those used last.
 */
final class KnownTopics {

  private static final Duration KEEP_FOUND = Duration.ofSeconds(30);

  /** Short, since people create the topic that they were told is missing. */
  private static final Duration KEEP_OTHERS = Duration.ofSeconds(5);

  private static final int MAX_TOPICS = 1_000;

  private record Known(TopicFact fact, Instant until) {}

  private final TopicFacts facts;
  private final InstantSource clock;
  private final LinkedHashMap<String, Known> known = new LinkedHashMap<>(16, 0.75f, true);

  KnownTopics(TopicFacts facts, InstantSource clock) {
    this.facts = facts;
    this.clock = clock;
  }

  /**
   * A fact for each of these topics.
   *
   * @throws org.apache.kafka.common.errors.RetriableException where Kafka is away
   */
  Map<String, TopicFact> of(Set<String> topics) {
    var now = clock.instant();
    var answer = new HashMap<String, TopicFact>();
    var unknown = new HashSet<String>();
    for (var topic : topics) {
      var entry = known.get(topic);
      if (entry != null && now.isBefore(entry.until())) {
        answer.put(topic, entry.fact());
      } else {
        unknown.add(topic);
      }
    }
    if (!unknown.isEmpty()) {
      var asked = facts.of(unknown);
      asked.forEach(this::remember);
      answer.putAll(asked);
    }
    return answer;
  }

  /** Asks anew for this topic the next time. */
  void forget(String topic) {
    known.remove(topic);
  }

  void close() {
    facts.close();
  }

  private void remember(String topic, TopicFact fact) {
    var keep = fact instanceof TopicFact.Found ? KEEP_FOUND : KEEP_OTHERS;
    known.put(topic, new Known(fact, clock.instant().plus(keep)));
    if (known.size() > MAX_TOPICS) {
      var eldest = known.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
  }
}

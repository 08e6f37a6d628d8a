package diner.worker.publish;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A cluster whose topics a test sets, and that notes what it is asked. */
final class FixedFacts implements TopicFacts {

  static final int MAX_BYTES = 10_000;

  final Map<String, TopicFact> topics = new HashMap<>();
  final ArrayDeque<RuntimeException> errors = new ArrayDeque<>();
  final List<Set<String>> questions = new ArrayList<>();

  FixedFacts() {
    topics.put("jobs.replies", new TopicFact.Found(8, MAX_BYTES));
    topics.put("jobs.dead-letters", new TopicFact.Found(1, MAX_BYTES));
  }

  @Override
  public Map<String, TopicFact> of(Set<String> asked) {
    questions.add(new TreeSet<>(asked));
    var error = errors.poll();
    if (error != null) {
      throw error;
    }
    var answer = new HashMap<String, TopicFact>();
    for (var topic : asked) {
      answer.put(topic, topics.getOrDefault(topic, new TopicFact.Missing("no such topic")));
    }
    return answer;
  }
}

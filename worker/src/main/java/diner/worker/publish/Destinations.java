package diner.worker.publish;

import diner.shared.kafka.Right;
import diner.shared.kafka.RightMissing;
import diner.shared.message.Reply.Failure;
import diner.worker.flow.Publication;
import diner.worker.flow.Settled;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees before anything is sent that every record can go, so that no single one holds up the others:
 * a job whose record can't is answered as failed instead. Owned by {@code publisher}. Invariant: a
 * record for the worker's own topics is never given up; it waits until its topic is there.
 */
public final class Destinations {

  private static final Logger log = LoggerFactory.getLogger(Destinations.class);
  private static final Duration PAUSE_AWAY = Duration.ofSeconds(1);
  private static final Duration PAUSE_MISSING = Duration.ofSeconds(3);

  private final KnownTopics topics;
  private final Refusals refusals;
  private final OwnTopics own;
  private final int maxRequestBytes;
  private final Pauses pauses;

  /**
   * Checks against the facts of a cluster.
   *
   * @param refusals answers jobs whose records can't go
   * @param maxRequestBytes what the producer sends in one request
   */
  public Destinations(TopicFacts facts, Refusals refusals, OwnTopics own, int maxRequestBytes) {
    this(
        new KnownTopics(facts, InstantSource.system()),
        refusals,
        own,
        maxRequestBytes,
        Pauses.sleeping());
  }

  Destinations(
      KnownTopics topics, Refusals refusals, OwnTopics own, int maxRequestBytes, Pauses pauses) {
    this.topics = topics;
    this.refusals = refusals;
    this.own = own;
    this.maxRequestBytes = maxRequestBytes;
    this.pauses = pauses;
  }

  /**
   * Looks at the worker's own topics, so that the first batch need not wait for a connection and an
   * answer; returns when Kafka has said how they are, however long it is away.
   */
  void open() {
    facts(List.of());
  }

  /**
   * The same jobs in their order, with records that can go; returns when Kafka has said so, however
   * long it is away. A job whose records can go as they are is the same object.
   *
   * @throws KafkaException where a record can't even go to the worker's own topics
   */
  List<Settled> fitted(List<Settled> jobs) {
    var warned = false;
    while (true) {
      var facts = facts(jobs);
      var fitted = new ArrayList<Settled>(jobs.size());
      for (var job : jobs) {
        fitted.add(fitted(job, facts));
      }
      var missing = missingOwnTopic(fitted, facts);
      if (missing == null) {
        return fitted;
      }
      if (!warned) {
        warned = true;
        log.atWarn()
            .addKeyValue("topic", missing)
            .log("the worker's own topic is missing: answers wait until it is created");
      }
      pauses.pause(PAUSE_MISSING);
      topics.forget(missing);
    }
  }

  /**
   * The job with other records, after Kafka refused one that looked as if it could go.
   *
   * @throws KafkaException where nothing is left to answer with
   */
  Settled answered(Settled job, Publication record, Throwable cause) {
    topics.forget(record.topic());
    var again = fitted(List.of(job)).getFirst();
    if (!again.equals(job)) {
      return again; // the topic is not any more what it was
    }
    if (isLastWord(job, record)
        || (own.has(record.topic()) && cause instanceof TopicAuthorizationException)) {
      throw new KafkaException(
          "Kafka refuses a record of job %s for the worker's own topic %s; expected a topic that takes it, and the right to write"
              .formatted(job.ticket().jobId(), record.topic()),
          cause);
    }
    return refused(
        job,
        new Failure(
            "reply-refused",
            "Kafka refuses the reply for topic '%s': %s".formatted(record.topic(), cause)));
  }

  /** Looks anew at a topic before the next record goes there. */
  void forget(String topic) {
    topics.forget(topic);
  }

  void close() {
    topics.close();
  }

  private Map<String, TopicFact> facts(List<Settled> jobs) {
    var names = new HashSet<>(Set.of(own.replies(), own.deadLetters()));
    var last = own.replies();
    for (var job : jobs) {
      for (var record : job.publications()) {
        if (!record.topic().equals(last)) { // mostly the same topic as the record before
          last = record.topic();
          names.add(last);
        }
      }
    }
    var warned = false;
    while (true) {
      try {
        return topics.of(names);
      } catch (KafkaException e) {
        if (Meaning.of(e) != Meaning.AWAY) {
          throw e;
        }
        if (!warned) {
          warned = true;
          log.atWarn()
              .addKeyValue("cause", e.toString())
              .log("Kafka does not say where replies can go: asking until it does");
        }
        pauses.pause(PAUSE_AWAY);
      }
    }
  }

  private Settled fitted(Settled job, Map<String, TopicFact> facts) {
    for (var record : job.publications()) {
      var problem = problem(record, facts);
      if (problem != null) {
        return reduced(isLastWord(job, record) ? job : refused(job, problem), facts);
      }
    }
    return job;
  }

  /** Why a record can't go; null where it can, or where its topic will be waited for. */
  private @Nullable Failure problem(Publication record, Map<String, TopicFact> facts) {
    var topic = record.topic();
    return switch (factOf(topic, facts)) {
      case TopicFact.Missing(var reason) ->
          own.has(topic) ? null : unknownTopic(topic, "does not exist", reason);
      case TopicFact.Forbidden(var reason) ->
          own.has(topic) ? null : unknownTopic(topic, "may not be seen by this worker", reason);
      case TopicFact.Found(var partitions, var _)
          when record.partition() != null
              && (record.partition() < 0 || record.partition() >= partitions) ->
          new Failure(
              "reply-partition-unknown",
              "topic '%s' has no partition %d; expected 0 to %d"
                  .formatted(topic, record.partition(), partitions - 1));
      case TopicFact.Found found -> {
        var limit = limit(found);
        yield RecordSize.fits(record, limit)
            ? null
            : new Failure(
                "reply-too-large",
                "a record for topic '%s' has up to %d bytes, expected at most %d"
                    .formatted(topic, RecordSize.upperBound(record), limit));
      }
    };
  }

  private static Failure unknownTopic(String topic, String what, String reason) {
    return new Failure(
        "reply-topic-unknown",
        "topic '%s' %s; expected one that this worker may write to (%s)"
            .formatted(topic, what, reason));
  }

  private Settled refused(Settled job, Failure failure) {
    log.atDebug()
        .addKeyValue("jobId", job.ticket().jobId())
        .addKeyValue("type", failure.type())
        .log("a record can't go: its job is answered as failed");
    var others = job.with(refusals.refused(job, failure));
    if (!others.publications().stream().allMatch(record -> isLastWord(others, record))) {
      throw new IllegalStateException(
          "the answer of refused job %s must be a dead letter and a reply, to any partition of %s"
              .formatted(job.ticket().jobId(), own));
    }
    return others;
  }

  /** What is said of a job for the last time is made to fit. */
  private Settled reduced(Settled job, Map<String, TopicFact> facts) {
    var records = new ArrayList<Publication>();
    for (var record : job.publications()) {
      records.add(
          factOf(record.topic(), facts) instanceof TopicFact.Found found
              ? RecordSize.reduced(record, limit(found), own)
              : record);
    }
    return job.with(records);
  }

  /** Of a job that is given up already, and to where every answer goes: nothing is left instead. */
  private boolean isLastWord(Settled job, Publication record) {
    return own.has(record.topic())
        && record.partition() == null
        && job.publications().stream().anyMatch(other -> other.topic().equals(own.deadLetters()));
  }

  private @Nullable String missingOwnTopic(List<Settled> jobs, Map<String, TopicFact> facts) {
    for (var topic : List.of(own.replies(), own.deadLetters())) {
      var fact = factOf(topic, facts);
      if (!(fact instanceof TopicFact.Found) && isUsed(topic, jobs)) {
        if (fact instanceof TopicFact.Forbidden(var reason)) {
          throw new KafkaException(
              "not authorized for the worker's own topic %s (%s); expected the rights to describe and to write"
                  .formatted(topic, reason),
              new RightMissing(Right.writeTopic(topic)));
        }
        return topic;
      }
    }
    return null;
  }

  private static boolean isUsed(String topic, List<Settled> jobs) {
    return jobs.stream()
        .flatMap(job -> job.publications().stream())
        .anyMatch(record -> record.topic().equals(topic));
  }

  private int limit(TopicFact.Found found) {
    return Math.min(found.maxMessageBytes(), maxRequestBytes);
  }

  private static TopicFact factOf(String topic, Map<String, TopicFact> facts) {
    var fact = facts.get(topic);
    if (fact == null) {
      throw new IllegalStateException("no fact about topic " + topic);
    }
    return fact;
  }
}

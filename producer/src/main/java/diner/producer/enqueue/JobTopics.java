package diner.producer.enqueue;

import diner.producer.KafkaConnection;
import diner.producer.terminal.Progress;
import diner.shared.kafka.Right;
import diner.shared.kafka.RightMissing;
import diner.shared.kafka.TopicCreation;
import diner.shared.kafka.Topics;
import diner.shared.message.BurgersOrder;
import diner.shared.message.CleaningOrder;
import diner.shared.message.Job;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that jobs have a topic to go to. Those of our own kinds are made where they are
 * missing, as a worker makes them; a kind of the user's own whose topic is missing is more likely a
 * slip of the pen. Owned by the command's thread.
 */
public final class JobTopics {

  private static final Set<String> OWN_KINDS = Set.of(BurgersOrder.KIND, CleaningOrder.KIND);
  private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(20).toNanos();

  /** Smaller ones fit any topic; the broker is not asked. */
  private static final int SMALL_BYTES = 64 * 1024;

  /** What a batch takes that holds one record, without the record. */
  private static final int BATCH_BYTES = 61;

  private final Admin admin;
  private final Topics topics;
  private final @Nullable String onlyTopic;
  private final Progress notes;
  private final Map<String, Optional<String>> problems = new HashMap<>();
  private final Map<String, Integer> recordLimits = new HashMap<>();

  /**
   * @param onlyTopic where all jobs go whatever their kind; null: each to its kind's topic
   */
  public JobTopics(Admin admin, Topics topics, @Nullable String onlyTopic, Progress notes) {
    this.admin = admin;
    this.topics = topics;
    this.onlyTopic = onlyTopic;
    this.notes = notes;
  }

  public String of(String kind) {
    return onlyTopic == null ? topics.jobs(kind) : onlyTopic;
  }

  /** Why jobs of a kind can't be sent; empty where they can. Makes the topic if it may. */
  public Optional<String> problemWith(String kind) {
    return problems.computeIfAbsent(kind, this::look);
  }

  private Optional<String> look(String kind) {
    if (exists(Right.writeTopic(of(kind)))) {
      return Optional.empty();
    }
    if (onlyTopic != null) {
      return Optional.of("topic '%s' does not exist; create it first".formatted(onlyTopic));
    }
    if (OWN_KINDS.contains(kind)) {
      create(List.of(kind));
      return Optional.empty();
    }
    return Optional.of(
        "no topic '%s' for kind '%s'; check the kind's spelling, start a worker that knows it, or"
                .formatted(of(kind), kind)
            + " create the topic");
  }

  /**
   * Why a job is too large for its topic, which must be there, if it is not compressed; empty where
   * it is not, or where we may not know.
   */
  public Optional<String> problemWithSize(Job job) {
    if (job.payload().length < SMALL_BYTES) {
      return Optional.empty();
    }
    var topic = of(job.kind());
    var limit = recordLimits.computeIfAbsent(topic, this::recordLimit);
    var atLeast = job.payload().length + BATCH_BYTES + job.id().length() + job.kind().length();
    return atLeast <= limit
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "the job has over %,d bytes, %s takes %,d in a record: make it smaller, or raise"
                    + " max.message.bytes of that topic",
                atLeast - 1,
                topic,
                limit));
  }

  private int recordLimit(String topic) {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try {
      var configs =
          TopicCreation.await(
              admin.describeConfigs(List.of(resource)).all(), KafkaConnection.LIMIT);
      var config = configs.get(resource);
      var entry = config == null ? null : config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
      return entry == null ? Integer.MAX_VALUE : Integer.parseInt(entry.value());
    } catch (ApiException mayNotKnow) {
      return Integer.MAX_VALUE;
    }
  }

  /** Makes the reply topic where it is missing. */
  public void provideReplies() {
    if (!exists(Right.readTopic(topics.replies()))) {
      create(List.of());
    }
  }

  private void create(List<String> kinds) {
    var created =
        TopicCreation.createMissing(admin, topics.specifications(kinds), KafkaConnection.LIMIT);
    if (!created.isEmpty()) {
      notes.note("created the missing topics " + String.join(", ", created));
      awaitMetadata(created);
    }
  }

  /** A new topic takes a moment to be known to the brokers. */
  private void awaitMetadata(List<String> created) {
    var end = System.nanoTime() + KafkaConnection.LIMIT.toNanos();
    while (!created.stream().map(Right::describeTopic).allMatch(this::exists)
        && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }

  /** Whether a topic exists on which a right is needed. */
  private boolean exists(Right right) {
    var topic = right.name();
    var options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
    var answer = admin.describeTopics(List.of(topic), options).topicNameValues().get(topic);
    try {
      if (answer == null) {
        return false;
      }
      var description = TopicCreation.await(answer, KafkaConnection.LIMIT);
      right.requireIn(description.authorizedOperations());
      return true;
    } catch (UnknownTopicOrPartitionException e) {
      return false;
    } catch (TopicAuthorizationException e) {
      throw new RightMissing(right);
    }
  }
}

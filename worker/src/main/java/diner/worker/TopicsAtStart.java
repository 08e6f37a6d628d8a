package diner.worker;

import diner.shared.cli.CommandFailure;
import diner.shared.cli.FirstContact;
import diner.shared.cli.KafkaAccess;
import diner.shared.cli.KafkaFailures;
import diner.shared.cli.MissingRights;
import diner.shared.kafka.TopicCreation;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for Kafka when the worker starts, and makes the topics that are missing. */
final class TopicsAtStart {

  private static final Logger log = LoggerFactory.getLogger(TopicsAtStart.class);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(8);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int SAY_EVERY = 10;

  private final KafkaAccess access;
  private final CompletableFuture<?> stop;

  /**
   * Prepares to wait.
   *
   * @param stop ends the waiting
   */
  TopicsAtStart(KafkaAccess access, CompletableFuture<?> stop) {
    this.access = access;
    this.stop = stop;
  }

  /**
   * Returns when all topics are there and may be used, however long Kafka is away.
   *
   * @return false where the worker was told to stop before that
   * @throws CommandFailure where Kafka is there and refuses, or something else is there
   */
  boolean await(Collection<NewTopic> topics) throws InterruptedException {
    for (var tries = 0; ; tries++) {
      try {
        say(create(topics));
        return true;
      } catch (KafkaException e) {
        var explained = KafkaFailures.explain(e, access).orElseThrow(() -> e);
        if (!isAway(e)) {
          throw explained;
        }
        if (tries % SAY_EVERY == 0) {
          log.atWarn()
              .addKeyValue("cause", explained.getMessage())
              .log("no Kafka yet: waiting for it");
        }
      }
      if (isToldToStop()) {
        return false;
      }
    }
  }

  private List<String> create(Collection<NewTopic> topics) {
    var answerMillis = (int) ANSWER_LIMIT.toMillis();
    FirstContact.make(access.settings());
    var settings =
        access
            .settings()
            .over(
                Map.of(
                    AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, answerMillis,
                    AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, answerMillis));
    try (var admin = Admin.create(settings)) {
      var created = TopicCreation.createMissing(admin, topics, ANSWER_LIMIT);
      // Rights that are only used with the first job would else be missed then.
      var missing = MissingRights.onTopics(admin, access.needed(), ANSWER_LIMIT);
      if (!missing.isEmpty()) {
        throw CommandFailure.of(MissingRights.line(missing, access.settings()));
      }
      return created;
    }
  }

  /** A host that is unknown may become known: a container that starts. */
  private static boolean isAway(KafkaException e) {
    return e instanceof RetriableException
        || (e.getCause() instanceof ConfigException setting
            && String.valueOf(setting.getMessage()).contains("bootstrap"));
  }

  private boolean isToldToStop() throws InterruptedException {
    try {
      stop.get(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException notYet) {
      return false;
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException("stopping never fails", e);
    }
  }

  private static void say(List<String> created) {
    if (!created.isEmpty()) {
      log.atInfo().addKeyValue("topics", created).log("created missing topics");
    }
  }
}

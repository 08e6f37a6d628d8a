package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diner.shared.message.Headers;
import diner.worker.answer.ReplyTopics.NotAllowed;
import diner.worker.answer.ReplyTopics.Place;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class WorkerOptionsTest {

  @Test
  void repliesMayGoToThePrefixsOwnTopicsByDefault() {
    var options = WorkerOptions.parse(Map.of(), List.of("--topic-prefix", "diner"));

    assertAllowed(options, "diner.mine");
    assertNotAllowed(options, "jobs.mine");
  }

  @Test
  void repliesMayGoWhereTheOptionSays() {
    var options = WorkerOptions.parse(Map.of(), List.of("--reply-topics", "orders,shop-*"));

    assertAllowed(options, "orders");
    assertAllowed(options, "shop-7");
    assertNotAllowed(options, "jobs.mine");
  }

  @Test
  void repliesMayGoWhereTheEnvironmentSays() {
    var options = WorkerOptions.parse(Map.of("WORKER_REPLY_TOPICS", "orders,shop-*"), List.of());

    assertAllowed(options, "shop-7");
    assertNotAllowed(options, "jobs.mine");
  }

  @Test
  void repliesNeverGoToTheWorkersJobsNorToTheDeadLetters() {
    var options = WorkerOptions.parse(Map.of(), List.of("--reply-topics", "*"));

    assertNotAllowed(options, "jobs.burgers");
    assertNotAllowed(options, "jobs.dead-letters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "orders,,shop-*", "what?"})
  void refusesReplyTopicsThatCantBeTopics(String names) {
    var command = new Starting();
    new CommandLine(command).parseArgs("--reply-topics", names);

    assertThatThrownBy(command.options::validate)
        .isInstanceOf(ParameterException.class)
        .hasMessageStartingWith("--reply-topics must be names of topics, * for any characters");
  }

  private static void assertAllowed(WorkerOptions options, String topic) {
    assertThat(wish(options, topic)).isEqualTo(new Place(topic, null));
  }

  private static void assertNotAllowed(WorkerOptions options, String topic) {
    assertThat(wish(options, topic)).isInstanceOf(NotAllowed.class);
  }

  private static Object wish(WorkerOptions options, String topic) {
    return options
        .replyTopics(List.of("jobs.burgers"))
        .wishOf(Headers.NONE.plus("reply-to", topic));
  }

  /** As Main has them: picocli tells options of a mixin which command they belong to. */
  @Command
  private static final class Starting {
    @Mixin private final WorkerOptions options = new WorkerOptions();
  }
}

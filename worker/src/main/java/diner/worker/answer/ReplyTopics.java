package diner.worker.answer;

import diner.shared.message.Headers;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where replies go: where their job asks for, if that is allowed, else to the default topic. Never
 * allowed is what comes back as a job: such a reply would go round for ever. Immutable; safe for
 * every thread.
 */
public final class ReplyTopics {

  /** What a job asks for. */
  public sealed interface Wish {}

  /**
   * A place that it may have its reply in.
   *
   * @param partition null: the key decides
   */
  public record Place(String topic, @Nullable Integer partition) implements Wish {}

  /** One that it may not; why. */
  public record NotAllowed(String message) implements Wish {}

  /** Kafka's rule. */
  private static final Pattern TOPIC_NAME = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");

  private static final Pattern TOPIC_PATTERN = Pattern.compile("[a-zA-Z0-9._*-]{1,249}");

  /** What is shown of a name: a header may be as long as a record. */
  private static final int SHOWN_CHARS = 100;

  private final Place byDefault;
  private final List<String> patterns;
  private final Pattern allowed;
  private final Set<String> forbidden;

  /**
   * Allows some topics, and the default one.
   *
   * @param byDefault where replies go whose jobs ask for nothing
   * @param patterns names of allowed topics, in which {@code *} stands for any characters
   * @param forbidden not allowed even so: the topics that this worker reads, and the dead letters
   */
  public ReplyTopics(String byDefault, List<String> patterns, Collection<String> forbidden) {
    this.byDefault = new Place(byDefault, null);
    this.patterns = List.copyOf(patterns);
    this.allowed =
        Pattern.compile(
            patterns.stream().map(ReplyTopics::toRegex).collect(Collectors.joining("|")));
    this.forbidden = Set.copyOf(forbidden);
  }

  /** Whether that can be a name of topics, {@code *} included. */
  public static boolean isPattern(String text) {
    return TOPIC_PATTERN.matcher(text).matches();
  }

  /** Whether a name, or a pattern, can mean only topics that Kafka keeps for itself. */
  public static boolean isInternal(String topic) {
    return topic.startsWith("__");
  }

  /** Where replies go whose jobs ask for nothing, or for what they can't have. */
  Place byDefault() {
    return byDefault;
  }

  /** Where the reply of a job with these headers goes. */
  Place placeOf(Headers job) {
    return switch (wishOf(job)) {
      case Place place -> place;
      case NotAllowed _ -> byDefault;
    };
  }

  /** What a job with these headers asks for; ours wins over Spring's topic and partition. */
  public Wish wishOf(Headers job) {
    var replyTo = job.text(Headers.REPLY_TO);
    if (replyTo.isPresent()) {
      return wish(Headers.REPLY_TO, replyTo.get(), null);
    }
    var topic = job.text(Headers.SPRING_REPLY_TOPIC).orElse(byDefault.topic());
    var partition = job.last(Headers.SPRING_REPLY_PARTITION);
    return partition.isPresent()
        ? springsWish(topic, partition.get().value())
        : wish(Headers.SPRING_REPLY_TOPIC, topic, null);
  }

  private Wish springsWish(String topic, byte @Nullable [] partition) {
    if (partition == null || partition.length != Integer.BYTES) {
      return new NotAllowed(
          "%s must have %d bytes, had %d"
              .formatted(
                  Headers.SPRING_REPLY_PARTITION,
                  Integer.BYTES,
                  partition == null ? 0 : partition.length));
    }
    var number = ByteBuffer.wrap(partition).getInt();
    return number < 0
        ? new NotAllowed(
            "%s must be at least 0, was %d".formatted(Headers.SPRING_REPLY_PARTITION, number))
        : wish(Headers.SPRING_REPLY_TOPIC, topic, number);
  }

  private Wish wish(String header, String topic, @Nullable Integer partition) {
    if (topic.equals(byDefault.topic())) {
      return partition == null ? byDefault : new Place(topic, partition);
    }
    if (!TOPIC_NAME.matcher(topic).matches()) {
      return new NotAllowed(
          "%s '%s' names no topic; expected 1 to 249 letters, digits, dots, hyphens or underscores"
              .formatted(header, shown(topic)));
    }
    if (isInternal(topic)) {
      return new NotAllowed(
          "%s '%s' is one of Kafka's internal topics; expected a topic for replies"
              .formatted(header, topic));
    }
    if (forbidden.contains(topic)) {
      return new NotAllowed(
          "%s '%s' holds jobs or dead letters; expected a topic whose records are not done as jobs"
              .formatted(header, topic));
    }
    return allowed.matcher(topic).matches()
        ? new Place(topic, partition)
        : new NotAllowed(
            "%s '%s' is not allowed; expected %s or one of: %s (--reply-topics)"
                .formatted(header, topic, byDefault.topic(), String.join(", ", patterns)));
  }

  private static String toRegex(String pattern) {
    return Arrays.stream(pattern.split("\\*", -1))
        .map(Pattern::quote)
        .collect(Collectors.joining(".*"));
  }

  private static String shown(String topic) {
    return Excerpt.of(topic, SHOWN_CHARS);
  }
}

package diner.shared.cli;

import diner.shared.kafka.KafkaSettings;
import diner.shared.kafka.RightMissing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/** Says in one line what an error of the Kafka client means, and what to do about it. */
public final class KafkaFailures {

  private KafkaFailures() {}

  /**
   * The explanation; empty for an error that is not Kafka's. Where rights are missing, the brokers
   * are asked which.
   */
  public static Optional<CommandFailure> explain(Throwable error, KafkaAccess access) {
    if ((error instanceof ExecutionException || error instanceof CompletionException)
        && error.getCause() != null) {
      return explain(error.getCause(), access);
    }
    if (error instanceof CommandFailure already) {
      return Optional.of(already);
    }
    if (!(error instanceof KafkaException kafka)) {
      return Optional.empty();
    }
    var root = rootOf(kafka);
    if (root instanceof InterruptException) {
      return Optional.of(CommandFailure.of("interrupted", ExitCode.INTERRUPTED, error));
    }
    var code = root instanceof ConfigException ? ExitCode.USAGE : ExitCode.FAILURE;
    var line =
        root instanceof AuthorizationException refusal
            ? MissingRights.after(refusal, access).orElseGet(() -> line(refusal, access.settings()))
            : line(root, access.settings());
    return Optional.of(CommandFailure.of(line, code, error));
  }

  /** The same where Kafka refused a right or a login, however deep that lies; empty elsewhere. */
  public static Optional<CommandFailure> explainRefusal(Throwable error, KafkaAccess access) {
    for (@Nullable Throwable at = error; at != null; at = at.getCause()) {
      if (at instanceof AuthorizationException || at instanceof AuthenticationException) {
        return explain(at, access);
      }
    }
    return Optional.empty();
  }

  /** The same for a single record that was refused: short, without the advice on connections. */
  public static String cause(Throwable error) {
    return switch (error) {
      case AuthenticationException _, AuthorizationException _ ->
          line(error, new KafkaSettings(Map.of()));
      default -> error.getClass().getSimpleName() + ": " + oneLine(error);
    };
  }

  private static String line(Throwable error, KafkaSettings settings) {
    var servers = settings.bootstrapServers();
    return switch (error) {
      case ConfigException e when oneLine(e).contains("bootstrap") ->
          "can't reach Kafka: no address of '%s' can be resolved; expected --bootstrap-server"
                  .formatted(servers)
              + " HOST:PORT[,HOST:PORT]";
      case ConfigException e ->
          "wrong Kafka setting: " + oneLine(e) + "; see -X and --command-config";
      case SslAuthenticationException e -> TlsFailures.explain(e, servers);
      case AuthenticationException e ->
          "Kafka at %s refused the login: %s; check sasl.* and ssl.* in --command-config"
              .formatted(servers, oneLine(e));
      case RightMissing e -> MissingRights.line(List.of(e.right()), settings);
      case TopicAuthorizationException e ->
          "not authorized for topic %s: ask for an ACL on it, or use the account that has one"
              .formatted(
                  e.unauthorizedTopics() == null || e.unauthorizedTopics().isEmpty()
                      ? "(" + oneLine(e) + ")"
                      : String.join(", ", e.unauthorizedTopics()));
      case GroupAuthorizationException e ->
          "not authorized for group %s: ask for an ACL on it, or use the account that has one"
              .formatted(e.groupId());
      case ClusterAuthorizationException e ->
          "not authorized for the cluster (%s): creating topics needs an ACL for it"
              .formatted(oneLine(e));
      case AuthorizationException e -> "not authorized: " + oneLine(e);
      case UnknownTopicOrPartitionException e ->
          "a topic is missing (%s): 'bin/producer topics create' makes Diner's"
              .formatted(oneLine(e));
      case UnsupportedVersionException e ->
          "the broker at %s is too old for this client: %s".formatted(servers, oneLine(e));
      case RecordTooLargeException e -> "a record is too large: " + oneLine(e);
      case TimeoutException _, DisconnectException _ -> Reachability.explain(settings);
      default -> "Kafka at %s: %s".formatted(servers, cause(error));
    };
  }

  /** The client wraps what matters, such as a wrong setting, in a general KafkaException. */
  private static Throwable rootOf(KafkaException error) {
    Throwable at = error;
    while ((at.getClass() == KafkaException.class
            || (at instanceof TimeoutException && at.getCause() instanceof AuthenticationException))
        && at.getCause() instanceof KafkaException inner) {
      at = inner;
    }
    return at;
  }

  private static String oneLine(Throwable error) {
    return String.valueOf(error.getMessage()).replaceAll("\\s+", " ").strip();
  }
}

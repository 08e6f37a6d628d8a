package diner.shared.cli;

import diner.shared.kafka.KafkaSettings;
import diner.shared.kafka.Right;
import diner.shared.kafka.RightMissing;
import diner.shared.kafka.TopicCreation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Names the rights that are missing. Kafka's refusals say a resource at best, never an operation,
 * so what a command needs is held against what the brokers say this account may do with topics.
 */
public final class MissingRights {

  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final Set<AclOperation> INCLUDING_DESCRIBE =
      Set.of(AclOperation.DESCRIBE, AclOperation.READ, AclOperation.WRITE);
  private static final Pattern USER = Pattern.compile("\\busername=\"?([^\"\\s;]+)");

  private MissingRights() {}

  /**
   * The rights on topics that this account does not have, of those needed; those of topics that
   * don't exist are left out. A broker that does not say counts as one that allows.
   *
   * @throws KafkaException where no broker answers
   */
  public static List<Right> onTopics(Admin admin, List<Right> needed, Duration limit) {
    var missing = new ArrayList<Right>();
    var topics = needed.stream().filter(right -> right.type() == ResourceType.TOPIC).toList();
    var names = topics.stream().map(Right::name).distinct().toList();
    var options =
        new DescribeTopicsOptions()
            .includeAuthorizedOperations(true)
            .timeoutMs((int) limit.toMillis());
    var described = admin.describeTopics(names, options).topicNameValues();
    for (var right : topics) {
      try {
        var description = described.get(right.name());
        if (description != null) {
          var allowed = TopicCreation.await(description, limit).authorizedOperations();
          if (right.operation() != AclOperation.CREATE && right.isDeniedBy(allowed)) {
            missing.add(right);
          }
        }
      } catch (UnknownTopicOrPartitionException nothingToBeDenied) {
        // Whether it may be created shows when that is tried.
      } catch (TopicAuthorizationException notEvenDescribe) {
        if (INCLUDING_DESCRIBE.contains(right.operation())) { // of others nothing can be known
          missing.add(right);
        }
      }
    }
    return missing;
  }

  /** One line that names these rights and how to grant them. */
  public static String line(List<Right> missing, KafkaSettings settings) {
    var user = user(settings);
    return "not authorized: %s %s missing; whoever administers Kafka grants %s with: %s"
        .formatted(
            missing.stream().map(Right::toString).collect(Collectors.joining(", ")),
            missing.size() == 1 ? "is" : "are",
            missing.size() == 1 ? "it" : "them",
            missing.stream().map(right -> right.grant(user)).collect(Collectors.joining(" && ")));
  }

  /** The line for a refusal; empty where nobody can say what is missing. */
  static Optional<String> after(AuthorizationException refusal, KafkaAccess access) {
    var missing = missing(refusal, access);
    return missing.isEmpty() ? Optional.empty() : Optional.of(line(missing, access.settings()));
  }

  private static List<Right> missing(AuthorizationException refusal, KafkaAccess access) {
    return switch (refusal) {
      case GroupAuthorizationException _ -> of(access, ResourceType.GROUP);
      case TransactionalIdAuthorizationException _ -> of(access, ResourceType.TRANSACTIONAL_ID);
      case ClusterAuthorizationException _ -> of(access, ResourceType.CLUSTER);
      case TopicAuthorizationException topics -> onTopics(topics, access);
      default -> List.of();
    };
  }

  private static List<Right> of(KafkaAccess access, ResourceType type) {
    return access.needed().stream().filter(right -> right.type() == type).toList();
  }

  private static List<Right> onTopics(TopicAuthorizationException refusal, KafkaAccess access) {
    var known = refusal instanceof RightMissing named ? named.right() : null;
    var needed = new LinkedHashSet<>(of(access, ResourceType.TOPIC));
    if (known != null && known.operation() != AclOperation.CREATE) {
      needed.add(known);
    }
    var missing = asked(access.settings(), List.copyOf(needed));
    if (!missing.isEmpty() || known != null) {
      return missing.isEmpty() ? List.of(known) : missing;
    }
    var topics = refusal.unauthorizedTopics();
    return topics == null
        ? List.of()
        : needed.stream().filter(right -> topics.contains(right.name())).toList();
  }

  private static List<Right> asked(KafkaSettings settings, List<Right> needed) {
    var limitMillis = (int) LIMIT.toMillis();
    var limits =
        Map.of(
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, limitMillis,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, limitMillis);
    try (var admin = Admin.create(settings.over(limits))) {
      return onTopics(admin, needed, LIMIT);
    } catch (KafkaException nobodySays) {
      return List.of(); // what the refusal itself says has to do
    }
  }

  /** Whose login it is, as far as the settings tell. */
  private static String user(KafkaSettings settings) {
    var login = USER.matcher(settings.properties().getOrDefault("sasl.jaas.config", ""));
    return login.find() ? login.group(1) : "NAME";
  }
}

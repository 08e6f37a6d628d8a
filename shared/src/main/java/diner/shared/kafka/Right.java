package diner.shared.kafka;

import java.util.Locale;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * One operation on one resource of Kafka's, or on all whose names begin alike, as an ACL grants it.
 * Read, write and their like include describe.
 *
 * @param isPrefix whether the name is what the names begin with
 */
public record Right(AclOperation operation, ResourceType type, String name, boolean isPrefix) {

  private Right(AclOperation operation, ResourceType type, String name) {
    this(operation, type, name, false);
  }

  /** To see that a topic is there, how many partitions it has, and where it ends. */
  public static Right describeTopic(String topic) {
    return new Right(AclOperation.DESCRIBE, ResourceType.TOPIC, topic);
  }

  public static Right describeTopicConfigs(String topic) {
    return new Right(AclOperation.DESCRIBE_CONFIGS, ResourceType.TOPIC, topic);
  }

  public static Right readTopic(String topic) {
    return new Right(AclOperation.READ, ResourceType.TOPIC, topic);
  }

  public static Right writeTopic(String topic) {
    return new Right(AclOperation.WRITE, ResourceType.TOPIC, topic);
  }

  public static Right createTopic(String topic) {
    return new Right(AclOperation.CREATE, ResourceType.TOPIC, topic);
  }

  /** To see who is in a group, and what it has committed. */
  public static Right describeGroup(String group) {
    return new Right(AclOperation.DESCRIBE, ResourceType.GROUP, group);
  }

  /** To join a group and commit for it. */
  public static Right readGroup(String group) {
    return new Right(AclOperation.READ, ResourceType.GROUP, group);
  }

  /** To publish in transactions. */
  public static Right writeTransactionalId(String id) {
    return new Right(AclOperation.WRITE, ResourceType.TRANSACTIONAL_ID, id);
  }

  /**
   * Fails where it is not among what an account may do with this resource.
   *
   * @param allowed as the brokers say; a broker that says nothing counts as one that allows
   * @throws RightMissing where it is denied
   */
  public void requireIn(@Nullable Set<AclOperation> allowed) {
    if (isDeniedBy(allowed)) {
      throw new RightMissing(this);
    }
  }

  /** Whether it is not among what an account may do with this resource. */
  public boolean isDeniedBy(@Nullable Set<AclOperation> allowed) {
    return allowed != null && !allowed.isEmpty() && !allowed.contains(operation);
  }

  /** The same with any id that begins so. */
  public static Right writeTransactionalIds(String prefix) {
    return new Right(AclOperation.WRITE, ResourceType.TRANSACTIONAL_ID, prefix, true);
  }

  /** Such as {@code Read on topic jobs.replies}. */
  @Override
  public String toString() {
    return operationName()
        + " on "
        + option().replace('-', ' ')
        + " "
        + name
        + (isPrefix ? "*" : "");
  }

  /**
   * What gives this right to somebody.
   *
   * @param user name of the principal
   */
  public String grant(String user) {
    return "kafka-acls --add --allow-principal User:%s --operation %s --%s %s"
            .formatted(user, operationName(), option(), name)
        + (isPrefix ? " --resource-pattern-type prefixed" : "");
  }

  private String option() {
    return type.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** As Kafka's tools write it: {@code DescribeConfigs}. */
  private String operationName() {
    var name = new StringBuilder();
    for (var word : operation.name().split("_", -1)) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return name.toString();
  }
}

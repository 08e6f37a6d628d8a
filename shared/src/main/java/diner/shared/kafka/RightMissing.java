package diner.shared.kafka;

import java.util.Set;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/** Kafka refused something of a topic, and the right that it takes is known. */
public final class RightMissing extends TopicAuthorizationException {

  private final Right right;

  public RightMissing(Right right) {
    super("not authorized: " + right + " is missing", Set.of(right.name()));
    this.right = right;
  }

  public Right right() {
    return right;
  }
}

package diner.worker.publish;

import java.util.Optional;
import java.util.UUID;

/**
 * Under which name a worker's transactions run: Kafka lets one producer of a name live, so a
 * restarted instance frees what its former self left open at once.
 */
public record TransactionalId(String text) {

  /**
   * The name of this worker's transactions.
   *
   * @param group its consumer group
   * @param instanceId its own among them; without one, the name is new at every start
   */
  public static TransactionalId of(String group, Optional<String> instanceId) {
    return new TransactionalId(
        prefix(group) + instanceId.orElseGet(() -> UUID.randomUUID().toString()));
  }

  /** What the names of all workers of a group begin with. */
  public static String prefix(String group) {
    return group + "-";
  }
}

package diner.worker;

import diner.shared.kafka.Right;
import diner.worker.publish.TransactionalId;
import java.util.ArrayList;
import java.util.List;

/** The least rights of a worker whose topics are made; to make them it takes more. */
final class WorkerRights {

  private WorkerRights() {}

  static List<Right> of(WorkerOptions options, List<String> jobTopics) {
    var rights = new ArrayList<Right>();
    jobTopics.forEach(topic -> rights.add(Right.readTopic(topic)));
    rights.add(Right.writeTopic(options.topics().replies()));
    rights.add(Right.writeTopic(options.topics().deadLetters()));
    rights.add(Right.readGroup(options.group()));
    if (options.isExactlyOnce()) {
      rights.add(
          options.instanceId().isPresent()
              ? Right.writeTransactionalId(
                  TransactionalId.of(options.group(), options.instanceId()).text())
              : Right.writeTransactionalIds(TransactionalId.prefix(options.group())));
    }
    return rights;
  }
}

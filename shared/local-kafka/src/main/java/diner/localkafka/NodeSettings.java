package diner.localkafka;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The broker settings of a small single node that starts quickly; all else is Kafka's default. */
final class NodeSettings {

  static final int NODE_ID = 1;

  /** Enough for a development machine; each one costs files and time at the first start. */
  private static final String INTERNAL_PARTITIONS = "4";

  private NodeSettings() {}

  /**
   * All settings.
   *
   * @param protocols by the clients' listeners, each of which has a socket
   */
  static Map<String, String> of(
      DataFolder data,
      LoopbackSockets sockets,
      Map<String, String> protocols,
      Map<String, String> overrides) {
    var all = new HashMap<String, String>();
    all.putAll(identity(data, sockets, protocols));
    all.putAll(oneReplica());
    all.putAll(quickness());
    all.putAll(smallness());
    all.putAll(overrides);
    return all;
  }

  private static Map<String, String> identity(
      DataFolder data, LoopbackSockets sockets, Map<String, String> protocols) {
    var controller = LoopbackSockets.HOST + ":" + sockets.controllerPort();
    var listeners = new TreeMap<String, String>();
    sockets
        .clientPorts()
        .forEach((name, port) -> listeners.put(name, LoopbackSockets.HOST + ":" + port));
    listeners.put(LoopbackSockets.CONTROLLER_LISTENER, controller);
    var security = new TreeMap<>(protocols);
    security.put(LoopbackSockets.CONTROLLER_LISTENER, "PLAINTEXT");
    return Map.of(
        "process.roles",
        "broker,controller",
        "node.id",
        Integer.toString(NODE_ID),
        "controller.listener.names",
        LoopbackSockets.CONTROLLER_LISTENER,
        "listeners",
        joined(listeners, "://"),
        "listener.security.protocol.map",
        joined(security, ":"),
        // Fixed voters: the controller's port may change from start to start.
        "controller.quorum.voters",
        NODE_ID + "@" + controller,
        "log.dirs",
        data.path().toString());
  }

  private static String joined(Map<String, String> values, String separator) {
    return values.entrySet().stream()
        .map(each -> each.getKey() + separator + each.getValue())
        .collect(Collectors.joining(","));
  }

  private static Map<String, String> oneReplica() {
    return Map.of(
        "offsets.topic.replication.factor", "1",
        "offsets.topic.num.partitions", INTERNAL_PARTITIONS,
        "transaction.state.log.replication.factor", "1",
        "transaction.state.log.min.isr", "1",
        "transaction.state.log.num.partitions", INTERNAL_PARTITIONS,
        "share.coordinator.state.topic.replication.factor", "1",
        "share.coordinator.state.topic.min.isr", "1",
        "share.coordinator.state.topic.num.partitions", INTERNAL_PARTITIONS);
  }

  private static Map<String, String> quickness() {
    return Map.of(
        "auto.create.topics.enable", "false",
        "group.initial.rebalance.delay.ms", "0",
        // How soon an abandoned transaction is aborted after its time-out.
        "transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000",
        "controller.quorum.append.linger.ms", "1",
        // The controller answers a stopping broker at its next heartbeat.
        "broker.heartbeat.interval.ms", "250",
        // After a kill -9 the next start waits until the dead broker's session is over, 9 s by
        // default.
        "broker.session.timeout.ms", "3000");
  }

  private static Map<String, String> smallness() {
    return Map.of(
        "num.network.threads", "2",
        "num.io.threads", "4",
        "background.threads", "2",
        "remote.log.reader.threads", "1",
        "group.coordinator.threads", "2",
        // 128 MiB by default, taken from the heap at start.
        "log.cleaner.dedupe.buffer.size", Integer.toString(8 * 1024 * 1024));
  }
}

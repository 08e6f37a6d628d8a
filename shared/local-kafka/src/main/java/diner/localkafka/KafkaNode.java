package diner.localkafka;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.fault.FaultHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of Kafka's own broker and controller, put together as its {@code KafkaRaftServer} does,
 * with two differences: it uses sockets that are already bound, and a fatal fault is reported
 * instead of ending the JVM.
 */
final class KafkaNode {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaNode.class);

  private final ControllerServer controller;
  private final BrokerServer broker;

  private KafkaNode(ControllerServer controller, BrokerServer broker) {
    this.controller = controller;
    this.broker = broker;
  }

  /** Formats the data folder where it is new, starts both roles, and returns when they serve. */
  static KafkaNode start(
      DataFolder data,
      LoopbackSockets sockets,
      LocalKafka.Options options,
      CompletableFuture<Throwable> fatalFault) {
    data.formatIfNew(NodeSettings.NODE_ID);
    KafkaNode node = null;
    try {
      var settings = NodeSettings.of(data, sockets, options.protocols(), options.properties());
      node = build(new KafkaConfig(settings, false), sockets, fatalFault);
      // In this order: the controller's endpoints are needed by the quorum that both share.
      node.controller.startup();
      node.broker.startup();
      return node;
    } catch (Exception e) { // Scala throws checked exceptions undeclared
      if (node != null) {
        node.stop();
      }
      throw new LocalKafkaException("Kafka can't start: " + reason(e), e);
    }
  }

  private static KafkaNode build(
      KafkaConfig config, LoopbackSockets sockets, CompletableFuture<Throwable> fatalFault)
      throws IOException {
    var folders = KafkaRaftServer.initializeLogDirs(config, LOG, "");
    var quorum = config.quorumConfig();
    var shared =
        new SharedServer(
            config,
            folders._1(),
            Time.SYSTEM,
            Server.initializeMetrics(config, Time.SYSTEM, folders._1().clusterId().orElseThrow()),
            CompletableFuture.completedFuture(QuorumConfig.parseVoterConnections(quorum.voters())),
            QuorumConfig.parseBootstrapServers(quorum.bootstrapServers()),
            (name, fatal, action) -> new ReportedFault(name, action, fatal ? fatalFault : null),
            sockets);
    return new KafkaNode(
        new ControllerServer(shared, KafkaRaftServer.configSchema(), folders._2()),
        new BrokerServer(shared));
  }

  /** Kafka wraps what went wrong several times; the innermost message is the one that helps. */
  private static String reason(Throwable failure) {
    var cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    var message = cause.getMessage();
    return message == null ? cause.toString() : message.replaceAll("\\s+", " ");
  }

  /** Stops the broker first: its orderly leave needs the controller. */
  void stop() {
    broker.shutdown();
    controller.shutdown();
    broker.awaitShutdown();
    controller.awaitShutdown();
  }

  /** Logs a fault of Kafka's and, where it is fatal, tells the owner of the node. */
  private record ReportedFault(
      String name, Runnable action, @Nullable CompletableFuture<Throwable> fatalFault)
      implements FaultHandler {

    @Override
    public RuntimeException handleFault(String message, @Nullable Throwable cause) {
      var fault = new LocalKafkaException("Kafka's " + name + ": " + message, rootless(cause));
      LOG.atError().setCause(fault).log("Kafka met a fault");
      action.run();
      if (fatalFault != null) {
        fatalFault.complete(fault);
      }
      return fault;
    }

    private static Throwable rootless(@Nullable Throwable cause) {
      return cause == null ? new IllegalStateException("no cause given") : cause;
    }
  }
}

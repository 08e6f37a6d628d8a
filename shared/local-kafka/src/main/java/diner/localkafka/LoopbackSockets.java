package diner.localkafka;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * The server sockets of a node by listener, bound before Kafka starts: a taken port is found out at
 * once, and a free one is known, and ours, when Kafka's settings are written. Kafka closes what it
 * uses.
 */
final class LoopbackSockets implements ServerSocketFactory, AutoCloseable {

  static final String HOST = "127.0.0.1";
  static final String BROKER_LISTENER = "PLAINTEXT";
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private static final int BACKLOG = 128;

  private final Map<String, ServerSocketChannel> channels = new TreeMap<>();

  private LoopbackSockets() {}

  /**
   * Listens for clients, and for the controller on a free port.
   *
   * @param ports by the clients' listeners; 0 for a free one
   */
  static LoopbackSockets bind(Map<String, Integer> ports) {
    var sockets = new LoopbackSockets();
    try {
      ports.forEach((listener, port) -> sockets.channels.put(listener, listen(port)));
      sockets.channels.put(CONTROLLER_LISTENER, listen(0));
      return sockets;
    } catch (RuntimeException e) {
      sockets.close();
      throw e;
    }
  }

  private static ServerSocketChannel listen(int port) {
    ServerSocketChannel channel = null;
    try {
      channel = ServerSocketChannel.open();
      channel.configureBlocking(false);
      channel.bind(new InetSocketAddress(InetAddress.ofLiteral(HOST), port), BACKLOG);
      return channel;
    } catch (IOException e) {
      if (channel != null) {
        closeQuietly(channel);
      }
      throw new LocalKafkaException(refusal(port, e), e);
    }
  }

  private static String refusal(int port, IOException cause) {
    return cause instanceof BindException && !String.valueOf(cause.getMessage()).contains("denied")
        ? "port "
            + port
            + " of "
            + HOST
            + " is taken: stop what listens there, or choose another"
            + " port (0: a free one)"
        : "can't listen on " + HOST + ":" + port + ": " + cause.getMessage();
  }

  /** The ports of the clients' listeners. */
  Map<String, Integer> clientPorts() {
    return channels.entrySet().stream()
        .filter(each -> !each.getKey().equals(CONTROLLER_LISTENER))
        .collect(
            Collectors.toUnmodifiableMap(
                Map.Entry::getKey, each -> each.getValue().socket().getLocalPort()));
  }

  int controllerPort() {
    return channel(CONTROLLER_LISTENER).socket().getLocalPort();
  }

  @Override
  public ServerSocketChannel openServerSocket(
      String listenerName, InetSocketAddress address, int backlog, int receiveBufferBytes) {
    return channel(listenerName);
  }

  private ServerSocketChannel channel(String listener) {
    var channel = channels.get(listener);
    if (channel == null) {
      throw new IllegalArgumentException(
          "no socket for listener " + listener + ", expected one of " + channels.keySet());
    }
    return channel;
  }

  @Override
  public void close() {
    channels.values().forEach(LoopbackSockets::closeQuietly);
  }

  private static void closeQuietly(ServerSocketChannel channel) {
    try {
      channel.close();
    } catch (IOException nothingWasAccepted) {
      // A listening socket holds no data; there is nothing to lose and no one to tell.
    }
  }
}

package diner.localkafka;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * The two server sockets of a node, bound before Kafka starts: a taken port is found out at once,
 * and a free one is known, and ours, when Kafka's settings are written. Kafka closes what it uses.
 */
final class LoopbackSockets implements ServerSocketFactory, AutoCloseable {

  static final String HOST = "127.0.0.1";
  static final String BROKER_LISTENER = "PLAINTEXT";
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private static final int BACKLOG = 128;

  private final ServerSocketChannel broker;
  private final ServerSocketChannel controller;

  private LoopbackSockets(ServerSocketChannel broker, ServerSocketChannel controller) {
    this.broker = broker;
    this.controller = controller;
  }

  /**
   * @param port the port for clients, or 0 for a free one; the controller's is always a free one
   */
  static LoopbackSockets bind(int port) {
    var broker = listen(port);
    try {
      return new LoopbackSockets(broker, listen(0));
    } catch (RuntimeException e) {
      closeQuietly(broker);
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

  int brokerPort() {
    return broker.socket().getLocalPort();
  }

  int controllerPort() {
    return controller.socket().getLocalPort();
  }

  @Override
  public ServerSocketChannel openServerSocket(
      String listenerName, InetSocketAddress address, int backlog, int receiveBufferBytes) {
    return switch (listenerName) {
      case BROKER_LISTENER -> broker;
      case CONTROLLER_LISTENER -> controller;
      default ->
          throw new IllegalArgumentException(
              "no socket for listener "
                  + listenerName
                  + ", expected "
                  + BROKER_LISTENER
                  + " or "
                  + CONTROLLER_LISTENER);
    };
  }

  @Override
  public void close() {
    closeQuietly(broker);
    closeQuietly(controller);
  }

  private static void closeQuietly(ServerSocketChannel channel) {
    try {
      channel.close();
    } catch (IOException nothingWasAccepted) {
      // A listening socket holds no data; there is nothing to lose and no one to tell.
    }
  }
}

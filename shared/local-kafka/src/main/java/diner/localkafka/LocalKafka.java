package diner.localkafka;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka cluster of one node, broker and controller, in this JVM and on 127.0.0.1 only. It can be
 * stopped and started again on the same port and data. Owned by the thread that started it: no
 * method may be called by two threads at once.
 */
public final class LocalKafka implements AutoCloseable {

  private final DataFolder data;
  private final Options options;
  private final Map<String, Integer> ports;
  private final CompletableFuture<Throwable> fatalFault = new CompletableFuture<>();
  private @Nullable KafkaNode running;

  private LocalKafka(DataFolder data, Options options, LoopbackSockets sockets) {
    this.data = data;
    this.options = options;
    this.ports = sockets.clientPorts();
    this.running = KafkaNode.start(data, sockets, options, fatalFault);
  }

  /**
   * What may differ from one local broker to the next.
   *
   * @param port where clients connect; 0 for a free one
   * @param data folder of the log, kept and used again; null for a temporary one, deleted at close
   * @param properties broker settings that win over those of a small single node
   * @param listeners further ones, each on a free port: their security protocols by their names
   */
  public record Options(
      int port,
      @Nullable Path data,
      Map<String, String> properties,
      Map<String, String> listeners) {

    /** A free port, a temporary folder. */
    public static final Options DEFAULT = new Options(0, null, Map.of());

    private static final int MAX_PORT = 65_535;

    public Options {
      if (port < 0 || port > MAX_PORT) {
        throw new IllegalArgumentException("port must be 0 to 65535, was " + port);
      }
      properties = Map.copyOf(properties);
      listeners = Map.copyOf(listeners);
    }

    /** Without further listeners. */
    public Options(int port, @Nullable Path data, Map<String, String> properties) {
      this(port, data, properties, Map.of());
    }

    public Options withPort(int port) {
      return new Options(port, data, properties, listeners);
    }

    public Options withData(Path data) {
      return new Options(port, data, properties, listeners);
    }

    public Options withProperty(String name, String value) {
      var all = new HashMap<>(properties);
      all.put(name, value);
      return new Options(port, data, all, listeners);
    }

    /** With one more way in, such as {@code SASL_SSL}; its settings are properties. */
    public Options withListener(String name, String securityProtocol) {
      var all = new HashMap<>(listeners);
      all.put(name, securityProtocol);
      return new Options(port, data, properties, all);
    }

    Map<String, String> protocols() {
      var all = new HashMap<>(listeners);
      all.put(LoopbackSockets.BROKER_LISTENER, "PLAINTEXT");
      return all;
    }

    private LoopbackSockets bind() {
      var ports = new HashMap<String, Integer>();
      protocols().keySet().forEach(listener -> ports.put(listener, 0));
      ports.put(LoopbackSockets.BROKER_LISTENER, port);
      return LoopbackSockets.bind(ports);
    }
  }

  /** Starts on a free port, in a temporary folder. */
  public static LocalKafka start() {
    return start(Options.DEFAULT);
  }

  /**
   * Starts, and returns when clients are served.
   *
   * @throws LocalKafkaException where the port is taken, the folder is in use or not ours, or the
   *     broker fails
   */
  public static LocalKafka start(Options options) {
    // The port first: it is what most often is not to be had, and costs nothing to give back.
    var sockets = options.bind();
    DataFolder data = null;
    try {
      data = options.data() == null ? DataFolder.temporary() : DataFolder.open(options.data());
      return new LocalKafka(data, options, sockets);
    } catch (RuntimeException e) {
      sockets.close();
      if (data != null) {
        data.close();
      }
      throw e;
    }
  }

  /** What clients are given as bootstrap servers: {@code 127.0.0.1:PORT}. */
  public String bootstrapServers() {
    return bootstrapServers(LoopbackSockets.BROKER_LISTENER);
  }

  /** The same for another of its listeners. */
  public String bootstrapServers(String listener) {
    return LoopbackSockets.HOST + ":" + port(listener);
  }

  public int port() {
    return port(LoopbackSockets.BROKER_LISTENER);
  }

  private int port(String listener) {
    var port = ports.get(listener);
    if (port == null) {
      throw new IllegalArgumentException(
          "no listener " + listener + ", expected one of " + ports.keySet());
    }
    return port;
  }

  /**
   * Completes with the cause when the running broker meets a fault it can't go on from. The JVM is
   * left alone: ending it is up to the owner.
   */
  public CompletableFuture<Throwable> fatalFault() {
    return fatalFault.copy();
  }

  /** Stops the broker, as a restart of Kafka does: port and data stay reserved for this object. */
  public void stop() {
    if (running != null) {
      running.stop();
      running = null;
    }
  }

  /**
   * Starts the stopped broker on the port and the data it had.
   *
   * @throws LocalKafkaException where the port was taken meanwhile
   */
  public void startAgain() {
    if (running != null) {
      throw new IllegalStateException("already running on " + bootstrapServers());
    }
    var sockets = LoopbackSockets.bind(ports);
    try {
      running = KafkaNode.start(data, sockets, options, fatalFault);
    } catch (RuntimeException e) {
      sockets.close();
      throw e;
    }
  }

  /** Stops the broker; a temporary folder is deleted. */
  @Override
  public void close() {
    try {
      stop();
    } finally {
      data.close();
    }
  }
}

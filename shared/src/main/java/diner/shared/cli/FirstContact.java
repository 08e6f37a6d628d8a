package diner.shared.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import diner.shared.kafka.KafkaSettings;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Asks each address, before any client of Kafka's is made, which versions it speaks. Those clients
 * repeat a refused connection for seconds, and read the first bytes of an HTTP server's answer as a
 * message of 1.2 GB, for which they take the memory. Says no only where no address can be a broker;
 * leaves TLS to the client, since brokers log a question without it as an attack. Runs on the
 * command's thread.
 */
public final class FirstContact {

  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final int API_VERSIONS = 18;
  private static final int CORRELATION = 0x64696e65;
  private static final byte TLS_ALERT = 0x15;

  /** What an address turned out to be. */
  private enum Answer {
    BROKER,
    PERHAPS,
    REFUSED,
    HTTP,
    TLS,
    OTHER
  }

  private FirstContact() {}

  /**
   * Throws where no broker can be at any of the addresses.
   *
   * @throws TimeoutException where all refused the connection
   * @throws CommandFailure where something else answers
   */
  public static void make(KafkaSettings settings) {
    if (isTls(settings)) {
      return;
    }
    var answers =
        Arrays.stream(settings.bootstrapServers().split(","))
            .map(server -> address(server.strip()).map(FirstContact::ask).orElse(Answer.PERHAPS))
            .takeWhile(answer -> answer != Answer.PERHAPS && answer != Answer.BROKER)
            .toList();
    if (answers.size() < settings.bootstrapServers().split(",").length) {
      return;
    }
    var what =
        answers.stream()
            .filter(answer -> answer != Answer.REFUSED)
            .findFirst()
            .flatMap(FirstContact::stranger)
            .map(stranger -> stranger.whatAnswers() + "; " + stranger.whatToDo());
    if (what.isEmpty()) {
      throw new TimeoutException("refused by all of " + settings.bootstrapServers());
    }
    throw CommandFailure.of(
        "can't reach Kafka at %s: %s".formatted(settings.bootstrapServers(), what.get()));
  }

  static boolean isTls(KafkaSettings settings) {
    var protocol = settings.properties().getOrDefault("security.protocol", "PLAINTEXT");
    return protocol.toUpperCase(Locale.ROOT).contains("SSL");
  }

  /** Whether a broker answers there that wants no TLS. */
  static boolean isPlainBroker(InetSocketAddress address) {
    return ask(address) == Answer.BROKER;
  }

  /** What listens at an address in place of a broker, as it is reached without TLS. */
  public record Stranger(String whatAnswers, String whatToDo) {}

  /** Empty where it may be a broker, and where nobody listens. */
  public static Optional<Stranger> otherThanBroker(InetSocketAddress address) {
    return stranger(ask(address));
  }

  private static Optional<Stranger> stranger(Answer answer) {
    return switch (answer) {
      case HTTP ->
          Optional.of(
              new Stranger(
                  "what listens there speaks HTTP", "check the port in --bootstrap-server"));
      case TLS ->
          Optional.of(
              new Stranger(
                  "what listens there speaks TLS",
                  "set security.protocol=SSL or SASL_SSL in --command-config"));
      case OTHER ->
          Optional.of(
              new Stranger(
                  "what listens there is no Kafka broker", "check the port in --bootstrap-server"));
      case BROKER, PERHAPS, REFUSED -> Optional.empty();
    };
  }

  /** Empty for what the client is left to complain about. */
  private static Optional<InetSocketAddress> address(String server) {
    var colon = server.lastIndexOf(':');
    if (colon < 1 || !server.substring(colon + 1).matches("\\d{1,5}")) {
      return Optional.empty();
    }
    var port = Integer.parseInt(server.substring(colon + 1));
    if (port > 0xffff) {
      return Optional.empty();
    }
    var address =
        new InetSocketAddress(server.substring(0, colon).replaceAll("[\\[\\]]", ""), port);
    return address.isUnresolved() ? Optional.empty() : Optional.of(address);
  }

  private static Answer ask(InetSocketAddress address) {
    try (var socket = new Socket()) {
      socket.connect(address, (int) LIMIT.toMillis());
      socket.setSoTimeout((int) LIMIT.toMillis());
      socket.getOutputStream().write(question());
      return judge(new DataInputStream(socket.getInputStream()));
    } catch (ConnectException e) {
      return Answer.REFUSED;
    } catch (IOException slowOrCutOff) {
      return Answer.PERHAPS;
    }
  }

  /** An ApiVersions request of version 0, which every broker answers, also before a login. */
  private static byte[] question() {
    var bytes = 2 + 2 + 4 + 2;
    return ByteBuffer.allocate(4 + bytes)
        .putInt(bytes)
        .putShort((short) API_VERSIONS)
        .putShort((short) 0)
        .putInt(CORRELATION)
        .putShort((short) -1) // no client id
        .array();
  }

  private static Answer judge(DataInputStream in) throws IOException {
    var begin = new byte[4];
    in.readFully(begin);
    if (begin[0] == TLS_ALERT) {
      return Answer.TLS;
    }
    if (new String(begin, US_ASCII).equals("HTTP")) {
      return Answer.HTTP;
    }
    return in.readInt() == CORRELATION ? Answer.BROKER : Answer.OTHER;
  }
}

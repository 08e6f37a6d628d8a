package diner.shared.cli;

import diner.shared.kafka.KafkaSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/**
 * Finds out why no broker answered: Kafka's client only says that it took too long. Tries the first
 * address with a plain connection, within a second.
 */
final class Reachability {

  private static final Duration LIMIT = Duration.ofSeconds(1);

  private Reachability() {}

  static String explain(KafkaSettings settings) {
    var servers = settings.bootstrapServers();
    var first = servers.split(",", 2)[0].strip();
    var colon = first.lastIndexOf(':');
    if (colon < 1 || !first.substring(colon + 1).matches("\\d{1,5}")) {
      return "can't reach Kafka at '%s': expected HOST:PORT".formatted(servers);
    }
    var host = first.substring(0, colon).replaceAll("[\\[\\]]", "");
    var port = Integer.parseInt(first.substring(colon + 1));
    return "can't reach Kafka at %s: %s".formatted(servers, causeAndFix(host, port, settings));
  }

  private static String causeAndFix(String host, int port, KafkaSettings settings) {
    var address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      return "unknown host '" + host + "'; check --bootstrap-server";
    }
    try (var socket = new Socket()) {
      socket.connect(address, (int) LIMIT.toMillis());
      return FirstContact.isPlainBroker(address)
          ? refusalOfPlainBroker(settings)
          : "something listens there, but it does not answer as a Kafka broker would;"
              + " TLS or SASL missing in --command-config, or is the port another's?";
    } catch (java.net.SocketTimeoutException e) {
      return "no answer; a firewall, or the wrong address in --bootstrap-server?";
    } catch (IOException e) {
      return e.getMessage()
          + "; start a broker (bin/kafka) or name the right one with --bootstrap-server";
    }
  }

  /** It speaks Kafka, and has nothing to say to us. */
  private static String refusalOfPlainBroker(KafkaSettings settings) {
    var protocol = settings.properties().getOrDefault("security.protocol", "PLAINTEXT");
    return FirstContact.isTls(settings)
        ? "the broker speaks no TLS there; name its TLS port, or set security.protocol=PLAINTEXT or"
            + " SASL_PLAINTEXT in --command-config"
        : "a broker listens there, but does not go on with security.protocol=%s; set SASL_PLAINTEXT"
                .formatted(protocol)
            + " or SASL_SSL where it wants a login, or see whether it is overloaded";
  }
}

package diner.producer.doctor;

import diner.producer.doctor.Contact.Cause;
import diner.shared.cli.FirstContact;
import diner.shared.kafka.KafkaSettings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * Tries an address step by step, so that it can say which step failed: resolve, connect, find out
 * who answers, talk as a Kafka client would. Runs on threads of a {@link Round}.
 */
final class Caller {

  /** For all steps together. */
  static final Duration LIMIT = Duration.ofMillis(4_500);

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);

  private final KafkaSettings settings;

  Caller(KafkaSettings settings) {
    this.settings = settings;
  }

  Contact call(Address address) {
    var socketAddress = new InetSocketAddress(address.host(), address.port());
    if (socketAddress.isUnresolved()) {
      return none(
          Cause.UNKNOWN_HOST,
          "%s: this machine does not know the host '%s'".formatted(address, address.host()),
          "check the name for typing errors, and that DNS or /etc/hosts knows it");
    }
    return connect(address, socketAddress)
        .or(() -> isPlain() ? otherThanBroker(address, socketAddress) : Optional.empty())
        .orElseGet(() -> BrokerTalk.hold(address, settings));
  }

  /** What to say of an address whose call did not come to an end. */
  static Contact failed(Throwable failure) {
    return failure instanceof TimeoutException
        ? none(
            Cause.SILENT,
            "no answer within " + LIMIT.toMillis() + " ms",
            "look for a firewall, and for a name server that does not answer")
        : none(
            Cause.MISUNDERSTOOD,
            String.valueOf(failure.getMessage()),
            "check -X and" + " --command-config");
  }

  static Contact none(Cause cause, String problem, String remedy) {
    return new Contact.None(cause, new Finding(problem, remedy));
  }

  private boolean isPlain() {
    var protocol = settings.properties().getOrDefault("security.protocol", "PLAINTEXT");
    return !protocol.toUpperCase(Locale.ROOT).contains("SSL");
  }

  private static Optional<Contact> connect(Address address, InetSocketAddress at) {
    try (var socket = new Socket()) {
      socket.connect(at, (int) CONNECT_LIMIT.toMillis());
      return Optional.empty();
    } catch (ConnectException e) {
      return Optional.of(
          none(
              Cause.REFUSED,
              "%s: nobody listens there (%s)".formatted(address, e.getMessage()),
              "start a broker (bin/kafka), or check the port"));
    } catch (SocketTimeoutException e) {
      return Optional.of(
          none(
              Cause.SILENT,
              "%s: no answer within %d s".formatted(address, CONNECT_LIMIT.toSeconds()),
              "look for a firewall in between, and check the address"));
    } catch (IOException e) {
      return Optional.of(
          none(
              Cause.SILENT,
              "%s can't be reached: %s".formatted(address, e.getMessage()),
              "check the network, and the address"));
    }
  }

  private static Optional<Contact> otherThanBroker(Address address, InetSocketAddress at) {
    return FirstContact.otherThanBroker(at)
        .map(what ->
            none(
                Cause.MISUNDERSTOOD,
                "%s: %s".formatted(address, what.whatAnswers()),
                what.whatToDo()));
  }
}

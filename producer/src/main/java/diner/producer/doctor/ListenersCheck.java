package diner.producer.doctor;

import diner.producer.doctor.Contact.Advertised;
import diner.producer.doctor.Contact.Cause;
import java.util.ArrayList;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whether the brokers can be reached where they tell clients to find them; pure. A client uses the
 * bootstrap address for its first question alone.
 */
final class ListenersCheck {

  static final String NAME = "listeners";

  private static final String TWO_LISTENERS =
      "give the broker two listeners, each advertising the address by which its own clients find"
          + " it, as compose.yaml does: advertised.listeners="
          + "CONTAINERS://kafka:19092,HOST://127.0.0.1:9092; containers then use the first,"
          + " programs on the host the second";

  private ListenersCheck() {}

  /**
   * Judges what was found.
   *
   * @param isLocal whether Kafka was asked at an address of this machine itself
   * @param contacts by broker
   */
  static Diagnosis judge(boolean isLocal, Map<Advertised, Contact> contacts) {
    var findings = new ArrayList<Finding>();
    contacts.forEach((broker, contact) -> {
      if (contact instanceof Contact.None none) {
        findings.add(explain(isLocal, broker, none));
      }
    });
    return Diagnosis.of(
        findings,
        "%s can be reached where they say: %s"
            .formatted(
                contacts.size() == 1 ? "1 broker" : contacts.size() + " brokers",
                contacts.keySet().stream()
                    .map(broker -> broker.address().toString())
                    .collect(Collectors.joining(", "))));
  }

  private static Finding explain(boolean isLocal, Advertised broker, Contact.None none) {
    var says =
        "broker %d tells clients to find it at %s, ".formatted(broker.id(), broker.address());
    if (none.cause() == Cause.UNKNOWN_HOST) {
      return new Finding(
          says
              + "but this machine does not know the host '%s': the name of a container, known among"
                  .formatted(broker.address().host())
              + " containers alone?",
          TWO_LISTENERS);
    }
    if (broker.address().isLoopback() && !isLocal) {
      return new Finding(
          says + "which from here is this machine, or container, itself: no broker is there",
          TWO_LISTENERS);
    }
    return switch (none.cause()) {
      case MISUNDERSTOOD -> none.finding();
      case UNKNOWN_HOST, REFUSED, SILENT ->
          new Finding(
              says + "but it can't be reached there: " + none.finding().problem(),
              "correct advertised.listeners of the broker, or the port mapping or firewall in"
                  + " between; if the broker is down, start it");
    };
  }
}

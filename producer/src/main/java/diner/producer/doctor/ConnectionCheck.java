package diner.producer.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Whether each bootstrap address leads to a broker, and all to the same cluster; pure. */
final class ConnectionCheck {

  static final String NAME = "connection";

  private ConnectionCheck() {}

  /**
   * Judges what was found.
   *
   * @param contacts by address as it was given
   */
  static Diagnosis judge(Map<String, Contact> contacts) {
    var findings = new ArrayList<Finding>();
    contacts.forEach((address, contact) -> {
      if (contact instanceof Contact.None(_, var finding)) {
        findings.add(
            finding.problem().startsWith(address)
                ? finding
                : new Finding(address + ": " + finding.problem(), finding.remedy()));
      }
    });
    var clusters =
        brokers(contacts).stream().map(Contact.Broker::cluster).distinct().sorted().toList();
    if (clusters.size() > 1) {
      findings.add(
          new Finding(
              "the addresses belong to different clusters: " + String.join(", ", clusters),
              "name brokers of one cluster alone in --bootstrap-server"));
    }
    return Diagnosis.of(
        findings,
        contacts.keySet().stream().collect(Collectors.joining(", "))
            + (contacts.size() == 1 ? " answers" : " answer")
            + " as a Kafka broker, cluster "
            + String.join(", ", clusters));
  }

  static List<Contact.Broker> brokers(Map<String, Contact> contacts) {
    return contacts.values().stream()
        .filter(Contact.Broker.class::isInstance)
        .map(Contact.Broker.class::cast)
        .toList();
  }
}

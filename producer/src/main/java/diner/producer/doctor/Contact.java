package diner.producer.doctor;

import java.util.List;

/** What was found at an address. */
sealed interface Contact {

  /**
   * A broker that talks to this client.
   *
   * @param brokers all of the cluster, as this one tells clients to find them
   */
  record Broker(String cluster, List<Advertised> brokers) implements Contact {
    public Broker {
      brokers = List.copyOf(brokers);
    }
  }

  /** A broker's own word on where it is found. */
  record Advertised(int id, Address address) {}

  /** Why it came to nothing. */
  enum Cause {
    UNKNOWN_HOST,
    REFUSED,
    SILENT,
    /** Something answers, but no broker, or not to this client. */
    MISUNDERSTOOD
  }

  /** No broker, or none that talks to this client. */
  record None(Cause cause, Finding finding) implements Contact {}
}

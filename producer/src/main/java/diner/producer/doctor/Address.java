package diner.producer.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Where a broker is said to be. */
record Address(String host, int port) {

  private static final int MAX_PORT = 65_535;

  /** Empty where it is no {@code HOST:PORT}. */
  static Optional<Address> parse(String text) {
    var colon = text.lastIndexOf(':');
    if (colon < 1 || !text.substring(colon + 1).matches("\\d{1,5}")) {
      return Optional.empty();
    }
    var port = Integer.parseInt(text.substring(colon + 1));
    var host = text.substring(0, colon).replaceAll("[\\[\\]]", "");
    return port < 1 || port > MAX_PORT || host.isBlank()
        ? Optional.empty()
        : Optional.of(new Address(host, port));
  }

  /** The parts of a list of addresses. */
  static List<String> split(String bootstrapServers) {
    return Arrays.stream(bootstrapServers.split(",", -1)).map(String::strip).toList();
  }

  /** Whether it means the machine, or the container, that asks. */
  boolean isLoopback() {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}

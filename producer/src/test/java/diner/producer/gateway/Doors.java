package diner.producer.gateway;

import diner.shared.http.GuardedServer;
import diner.shared.http.HostNames;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Doors of gateways under test, on loopback and a free port. */
final class Doors {

  private Doors() {}

  static Door any() {
    return of(1_000, Duration.ofSeconds(20), Optional.empty());
  }

  static Door of(int connections, Duration slowest, Optional<Token> token) {
    var host = "127.0.0.1";
    return new Door(
        new GuardedServer.Settings(
            host, 0, HostNames.of(host, List.of("gateway")), connections, slowest),
        slowest,
        token);
  }
}

package diner.bench.stage;

import java.util.List;

/**
 * Who answers jobs: a worker or a baseline.
 *
 * @param launcher which starts it
 * @param arguments beside those for connection, topics, group and name
 */
public record Server(String launcher, List<String> arguments) {

  public Server {
    arguments = List.copyOf(arguments);
  }
}

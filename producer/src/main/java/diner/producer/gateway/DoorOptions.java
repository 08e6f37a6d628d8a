package diner.producer.gateway;

import diner.shared.http.GuardedServer;
import diner.shared.http.HostNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where {@code serve} listens, and whom it lets in; a mixin. */
final class DoorOptions {

  private static final int MAX_PORT = 65_535;
  private static final int MOST_CONNECTIONS = 1_000_000;
  private static final Duration IDLE_LIMIT = Duration.ofSeconds(20);
  private static final Duration BODY_LIMIT = Duration.ofSeconds(20);

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli before any command runs
  private CommandSpec command;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "Address to listen on (default: ${DEFAULT-VALUE}).")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "Port to listen on; 0: a free one (default: ${DEFAULT-VALUE}).")
  private int port = 8080;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "10000",
      description =
          "Connections that may be open at once; where all are taken, one without a request makes"
              + " room, else the new one is closed (default: ${DEFAULT-VALUE}).")
  private int connections = 10_000;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "Holds a secret that clients must bring to enqueue, as 'Authorization: Bearer TOKEN' (or"
              + " the secret itself in env PRODUCER_TOKEN).")
  private @Nullable Path tokenFile;

  /** For the environment alone, where not everybody sees it. */
  @Option(names = "--token", hidden = true)
  private @Nullable String token;

  @Option(
      names = "--without-token",
      description = "Let everybody who reaches an address beyond loopback enqueue.")
  private boolean isOpen;

  @Option(
      names = "--allowed-hosts",
      paramLabel = "NAME",
      split = ",",
      description =
          "Names in the header Host that are answered, beside those of loopback; beyond loopback:"
              + " only these and the address (default there: any).")
  private List<String> allowedHosts = List.of();

  /** What they say together, or a usage error. */
  Door door() {
    requireBetween("--port", port, 0, MAX_PORT);
    requireBetween("--connections", connections, 1, MOST_CONNECTIONS);
    var secret = secret();
    if (secret.isEmpty() && !isOpen && !HostNames.isLoopback(host)) {
      throw usage(
          ("--host %s can be reached from other machines, and whoever reaches it could enqueue:"
                  + " give --token-file FILE (or env PRODUCER_TOKEN) so that clients have to bring"
                  + " a token, or --without-token to let everybody")
              .formatted(host));
    }
    return new Door(
        new GuardedServer.Settings(
            host, port, HostNames.of(host, allowedHosts), connections, IDLE_LIMIT),
        BODY_LIMIT,
        secret);
  }

  private Optional<Token> secret() {
    if (command.commandLine().getParseResult().hasMatchedOption("--token")) {
      throw usage(
          "a token on the command line is seen by everybody on this machine; give --token-file"
              + " FILE, or env PRODUCER_TOKEN");
    }
    try {
      if (tokenFile != null) {
        return Optional.of(Token.of(Files.readString(tokenFile)));
      }
      return token == null ? Optional.empty() : Optional.of(Token.of(token));
    } catch (IOException e) {
      throw usage("--token-file: can't read " + tokenFile);
    } catch (IllegalArgumentException e) {
      throw usage((tokenFile == null ? "PRODUCER_TOKEN: " : "--token-file: ") + e.getMessage());
    }
  }

  private void requireBetween(String option, int value, int from, int to) {
    if (value < from || value > to) {
      throw usage("%s must be %d to %d, was %d".formatted(option, from, to, value));
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}

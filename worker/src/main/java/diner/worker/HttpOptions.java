package diner.worker;

import picocli.CommandLine.Option;

/** Where health and metrics are served. Set by picocli, read by {@link WorkerOptions}. */
final class HttpOptions {

  @Option(
      names = "--http-host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "Address of /health/live and /health/ready (default: ${DEFAULT-VALUE}).")
  String host = "127.0.0.1";

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      defaultValue = "8081",
      description = "Its port; 0, or where it is taken: a free one (default: ${DEFAULT-VALUE}).")
  int port;

  @Option(
      names = "--http-connections",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Connections that may be open there at once (default: ${DEFAULT-VALUE}).")
  int connections;
}

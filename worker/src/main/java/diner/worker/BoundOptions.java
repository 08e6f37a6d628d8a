package diner.worker;

import java.util.List;
import picocli.CommandLine.Option;

/** How much is in work at once. Set by picocli, read by {@link WorkerOptions}. */
final class BoundOptions {

  @Option(
      names = "--waiting-limit",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Waiting jobs in flight (default: ${DEFAULT-VALUE}).")
  int waitingLimit;

  @Option(
      names = "--event-loops",
      paramLabel = "N",
      defaultValue = "1",
      description = "Event loops for waiting jobs (default: ${DEFAULT-VALUE}).")
  int eventLoops;

  @Option(
      names = "--cleaners",
      paramLabel = "N",
      description = "Cleaners, which compute (default: number of processors).")
  int cleaners = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--computing-limit",
      paramLabel = "N",
      defaultValue = "0",
      description = "Computing jobs in work; 0: twice the cleaners (default).")
  int computingLimit;

  @Option(
      names = "--limit",
      paramLabel = "KIND=N",
      split = ",",
      description =
          "Jobs of a kind in flight; may be repeated, a kind each (default: those of its lane).")
  List<String> limits = List.of();

  @Option(
      names = "--rate",
      paramLabel = "KIND=N/s",
      split = ",",
      description =
          "Starts of a kind's jobs a second (/s), minute (/m) or hour (/h); may be repeated, a kind"
              + " each (default: as they come).")
  List<String> rates = List.of();

  @Option(
      names = "--look-ahead",
      paramLabel = "N",
      defaultValue = "20000",
      description =
          "Open jobs of a partition, after which it is paused (default: ${DEFAULT-VALUE}).")
  int lookAhead;

  @Option(
      names = "--held-bytes",
      paramLabel = "BYTES",
      defaultValue = "0",
      description =
          "Heap that open jobs may hold, shared out over the partitions; 0: the smaller of 64 MiB"
              + " and a quarter of the heap (default).")
  long heldBytes;

  @Option(
      names = "--batch-limit",
      paramLabel = "N",
      defaultValue = "2000",
      description =
          "Finished jobs published at once; more only make the first wait for the last (default:"
              + " ${DEFAULT-VALUE}).")
  int batchLimit;

  @Option(
      names = "--batch-bytes",
      paramLabel = "BYTES",
      defaultValue = "4194304",
      description =
          "Bytes published at once, or one larger job alone; the producer buffers 16 MiB (default:"
              + " ${DEFAULT-VALUE}).")
  long batchBytes;

  @Option(
      names = "--metadata-limit",
      paramLabel = "N",
      defaultValue = "4096",
      description =
          "Characters of metadata that the broker takes with a commit, its"
              + " offset.metadata.max.bytes; nothing starts whose end might not fit (default:"
              + " ${DEFAULT-VALUE}).")
  int metadataLimit;
}

package diner.bench.stage;

import diner.shared.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What a process has taken of the processors by when, as the system tells, which counts in
 * hundredths of a second. Looked at often, it tells afterwards what happened between two times.
 */
final class Usage {

  private final TreeMap<Long, Double> secondsByMillis = new TreeMap<>();

  void look(ProcessHandle process) {
    process.info().totalCpuDuration().ifPresent(taken -> record(System.currentTimeMillis(), taken));
  }

  void record(long millis, Duration taken) {
    secondsByMillis.put(millis, taken.toNanos() / 1e9);
  }

  /** Seconds of the processors' time from then to then, both by the clock of the system. */
  double secondsBetween(long fromMillis, long toMillis) {
    return secondsAt(toMillis) - secondsAt(fromMillis);
  }

  /** Between two looks, as if it had gone on evenly. */
  private double secondsAt(long millis) {
    var before = secondsByMillis.floorEntry(millis);
    var after = secondsByMillis.ceilingEntry(millis);
    if (before == null || after == null) {
      throw CommandFailure.of("bench: a process was not looked at around " + millis);
    }
    return before.equals(after) ? before.getValue() : between(before, after, millis);
  }

  private static double between(
      Map.Entry<Long, Double> before, Map.Entry<Long, Double> after, long millis) {
    var share = (double) (millis - before.getKey()) / (after.getKey() - before.getKey());
    return before.getValue() + share * (after.getValue() - before.getValue());
  }

  /** The most memory of a process that was resident at once, in MiB; Linux only. */
  static OptionalDouble peakMiB(ProcessHandle process) {
    var status = Path.of("/proc", Long.toString(process.pid()), "status");
    try (var lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
          .findFirst();
    } catch (IOException | java.io.UncheckedIOException notLinux) {
      return OptionalDouble.empty();
    }
  }
}

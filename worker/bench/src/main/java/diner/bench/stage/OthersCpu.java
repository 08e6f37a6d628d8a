package diner.bench.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * How much of this machine others used meanwhile: what the system counted, less what this process
 * and those it started did. Figures got beside others' work say little. Linux only.
 */
public final class OthersCpu {

  private static final Path STAT = Path.of("/proc/stat");
  private static final Path OWN_STAT = Path.of("/proc/self/stat");

  /** Fields of {@link #OWN_STAT}, from 1. */
  private static final int ENDED_USER = 16;

  private static final int ENDED_SYSTEM = 17;

  /** The unit of the counts there, on every Linux since 2.6: a hundredth of a second. */
  private static final double TICKS_A_SECOND = 100;

  /** Which of the counts in the line {@code cpu} are neither work nor within another one. */
  private static final int IDLE = 3;

  private static final int IO_WAIT = 4;
  private static final int COUNTS = 8;

  private final long begunNanos = System.nanoTime();
  private final OptionalDouble begunSeconds = othersSeconds();

  /** Cores that others kept busy since this was made, on average; empty where unknown. */
  public OptionalDouble cores() {
    var now = othersSeconds();
    if (begunSeconds.isEmpty() || now.isEmpty()) {
      return OptionalDouble.empty();
    }
    var elapsedSeconds = (System.nanoTime() - begunNanos) / 1e9;
    var busySeconds = now.getAsDouble() - begunSeconds.getAsDouble();
    return OptionalDouble.of(Math.max(0, busySeconds / elapsedSeconds));
  }

  private static OptionalDouble othersSeconds() {
    try (var lines = Files.lines(STAT)) {
      var all = lines.findFirst();
      return all.isEmpty()
          ? OptionalDouble.empty()
          : OptionalDouble.of(busySeconds(all.get()) - ownSeconds());
    } catch (IOException | java.io.UncheckedIOException notLinux) {
      return OptionalDouble.empty();
    }
  }

  /** Seconds of work in the first line of {@code /proc/stat}, all processors together. */
  static double busySeconds(String cpuLine) {
    var counts =
        Arrays.stream(cpuLine.strip().split("\\s+"))
            .skip(1)
            .limit(COUNTS)
            .mapToLong(Long::parseLong)
            .toArray();
    return (Arrays.stream(counts).sum() - counts[IDLE] - counts[IO_WAIT]) / TICKS_A_SECOND;
  }

  private static double ownSeconds() throws IOException {
    var self = ProcessHandle.current();
    return seconds(self)
        + self.descendants().mapToDouble(OthersCpu::seconds).sum()
        + endedSeconds(Files.readString(OWN_STAT));
  }

  /** Seconds of work of the processes that this one started and that have ended. */
  static double endedSeconds(String stat) {
    // The name, in brackets, may hold anything; what follows it begins with the third field.
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[ENDED_USER - 3]) + Long.parseLong(fields[ENDED_SYSTEM - 3]))
        / TICKS_A_SECOND;
  }

  private static double seconds(ProcessHandle process) {
    return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L) / 1e9;
  }
}

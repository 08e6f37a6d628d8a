package diner.producer.enqueue;

import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * At most so many jobs in a time, as people write it: {@code 200/s}, {@code 30/m}.
 *
 * @param pause from one job to the next
 */
record Rate(Duration pause) {

  private static final Pattern FORM = Pattern.compile("(\\d{1,7})/([smh])");

  /** Further behind than this, it is not made up for: a stall is followed by no flood. */
  private static final long MAX_DEBT_NANOS = Duration.ofSeconds(1).toNanos();

  static Rate of(String text) {
    var form = FORM.matcher(text);
    if (!form.matches() || Integer.parseInt(form.group(1)) == 0) {
      throw new TypeConversionException(
          "expected a rate such as 200/s, 30/m or 5/h, got '" + text + "'");
    }
    var unit =
        switch (form.group(2)) {
          case "s" -> Duration.ofSeconds(1);
          case "m" -> Duration.ofMinutes(1);
          default -> Duration.ofHours(1);
        };
    return new Rate(unit.dividedBy(Integer.parseInt(form.group(1))));
  }

  /** For picocli. */
  static final class Converter implements ITypeConverter<Rate> {
    @Override
    public Rate convert(String text) {
      return of(text);
    }
  }

  /** Keeps one run at the rate. Owned by one thread. */
  static final class Pace {

    private final long pauseNanos;
    private long nextAt;
    private boolean begun;

    Pace(Rate rate) {
      this.pauseNanos = rate.pause().toNanos();
    }

    /**
     * How long the next job has to wait from now on, in ns; to be called once a job.
     *
     * @param now in ns, as {@link System#nanoTime}
     */
    long nanosToNext(long now) {
      if (!begun) {
        begun = true;
        nextAt = now;
      }
      nextAt = Math.max(nextAt, now - MAX_DEBT_NANOS);
      var wait = Math.max(0, nextAt - now);
      nextAt += pauseNanos;
      return wait;
    }
  }
}

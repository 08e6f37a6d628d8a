package diner.bench.report;

import java.util.Locale;

/** What a figure counts, and with how many digits it is shown. */
public enum Unit {
  SECONDS("%.2f s", "seconds"),
  MILLIS("%.1f ms", "milliseconds"),
  MICROS("%.1f µs", "microseconds"),
  TIMES("%.2f x", "ratio"),
  COUNT("%.0f", "count"),
  MEBIBYTES("%,.0f MiB", "mebibytes"),
  CORES("%.2f cores", "cores"),
  JOBS_A_SECOND("%,.0f jobs/s", "jobs per second");

  private final String format;
  private final String jsonName;

  Unit(String format, String jsonName) {
    this.format = format;
    this.jsonName = jsonName;
  }

  String show(double value) {
    return String.format(Locale.ROOT, format, value);
  }

  String jsonName() {
    return jsonName;
  }
}

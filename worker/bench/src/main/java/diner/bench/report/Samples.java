package diner.bench.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** Measured values of one thing, at least one; sorted. Immutable. */
public final class Samples {

  private final double[] sorted;

  private Samples(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("expected at least one value");
    }
    this.sorted = values.clone();
    Arrays.sort(sorted);
  }

  public static Samples of(double... values) {
    return new Samples(values);
  }

  public static Samples of(DoubleStream values) {
    return new Samples(values.toArray());
  }

  /** The values of all of them together. */
  public static Samples all(List<Samples> parts) {
    return of(parts.stream().flatMapToDouble(part -> Arrays.stream(part.sorted)));
  }

  /** The middle value, or the mean of the two in the middle. */
  public double median() {
    var middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2;
  }

  /**
   * The smallest value that so many percent of the values do not exceed (nearest rank).
   *
   * @param percent over 0, up to 100
   */
  public double percentile(double percent) {
    if (!(percent > 0 && percent <= 100)) {
      throw new IllegalArgumentException("expected over 0 and up to 100, got " + percent);
    }
    var rank = (int) Math.ceil(percent / 100 * sorted.length);
    return sorted[Math.max(rank, 1) - 1];
  }

  public double min() {
    return sorted[0];
  }

  public double max() {
    return sorted[sorted.length - 1];
  }

  public double sum() {
    return Arrays.stream(sorted).sum();
  }

  public int count() {
    return sorted.length;
  }
}

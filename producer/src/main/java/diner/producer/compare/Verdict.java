package diner.producer.compare;

import diner.shared.message.BurgersOrder;
import diner.shared.message.CleaningOrder;
import java.util.ArrayList;
import java.util.List;

/** What follows from the numbers, in words: other numbers, other words. Pure. */
final class Verdict {

  /** Two processes are as fast as one while they differ by less. */
  private static final double ALIKE = 1.25;

  /** What did a kind more good. */
  private enum Better {
    OVERLAPPING,
    THREADS,
    EITHER,
    NEITHER
  }

  private Verdict() {}

  static List<String> of(Comparison comparison) {
    var lines = new ArrayList<String>();
    for (var kind : Comparison.KINDS) {
      lines.add(gains(comparison, kind));
    }
    lines.add(conclusion(comparison));
    lines.add(twoWorkers(comparison));
    return List.copyOf(lines);
  }

  private static String gains(Comparison comparison, String kind) {
    var threads = comparison.cell(Setting.PARALLEL, kind).median().threads();
    var sentence =
        kind.equals(CleaningOrder.KIND)
            ? "Cleaning: taking turns on one thread %s, with "
                + counted(threads, "cleaner")
                + " %s."
            : "Burgers: overlapped on one thread %s, on "
                + counted(threads, "thread")
                + " without overlap %s.";
    return sentence.formatted(
        ratio(comparison, Setting.OVERLAPPED, kind).words(),
        ratio(comparison, Setting.PARALLEL, kind).words());
  }

  private static String conclusion(Comparison comparison) {
    var burgers = better(comparison, BurgersOrder.KIND);
    var cleaning = better(comparison, CleaningOrder.KIND);
    if (burgers == Better.OVERLAPPING && cleaning == Better.THREADS) {
      return "So it depends on the work: overlap what waits, spread what computes.";
    }
    var hint =
        comparison.plan().threads() == 1
            ? "On one thread nothing can be spread: try --threads 2."
            : "That is not their nature; try more jobs, or a machine that is less busy.";
    return "So here %s, and %s. %s"
        .formatted(words(burgers, BurgersOrder.KIND), words(cleaning, CleaningOrder.KIND), hint);
  }

  private static Better better(Comparison comparison, String kind) {
    var overlapped = ratio(comparison, Setting.OVERLAPPED, kind);
    var parallel = ratio(comparison, Setting.PARALLEL, kind);
    if (!overlapped.isGain() && !parallel.isGain()) {
      return Better.NEITHER;
    }
    var between = new Ratio(overlapped.value() / parallel.value());
    return between.isGain()
        ? Better.OVERLAPPING
        : between.isLoss() ? Better.THREADS : Better.EITHER;
  }

  private static String words(Better better, String kind) {
    return switch (better) {
      case OVERLAPPING -> kind + " gained most from overlapping";
      case THREADS -> kind + " gained most from threads";
      case EITHER -> kind + " gained as much from either";
      case NEITHER -> kind + " gained from neither";
    };
  }

  private static String twoWorkers(Comparison comparison) {
    return "Two workers with default settings, against the best of these: burgers %s, cleaning %s."
        .formatted(
            againstBest(comparison, BurgersOrder.KIND),
            againstBest(comparison, CleaningOrder.KIND));
  }

  private static String againstBest(Comparison comparison, String kind) {
    var best =
        Math.max(
            1,
            Math.max(
                comparison.gain(Setting.OVERLAPPED, kind),
                comparison.gain(Setting.PARALLEL, kind)));
    var ratio = new Ratio(comparison.gain(Setting.TWO_WORKERS, kind) / best);
    var words =
        ratio.value() >= ALIKE ? "faster" : ratio.value() <= 1 / ALIKE ? "slower" : "about as fast";
    return words + " (" + ratio.number() + "×)";
  }

  private static Ratio ratio(Comparison comparison, Setting setting, String kind) {
    return new Ratio(comparison.gain(setting, kind));
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}

package diner.producer.compare;

import diner.producer.terminal.Plain;
import diner.shared.message.CleaningOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * The result as a picture: a lane for each thread, a bar for each piece of work, the settings below
 * one another on one axis of time. The same result always gives the same picture. Pure.
 */
final class Timeline {

  private static final int WIDTH = 960;
  private static final int LEFT = 150;
  private static final int RIGHT = 940;
  private static final int TOP = 78;
  private static final int SECTION_HEAD = 30;
  private static final int LANE = 14;
  private static final int ROW = 2; // of a lane whose work overlaps
  private static final int GAP = 5;
  private static final int FOOT = 96;
  private static final double CLEFT = 0.6; // between a bar and the next one

  private static final Comparator<Work> BY_THREAD =
      Comparator.comparing(Work::worker)
          .thenComparingInt(it -> it.thread().length()) // so that 10 comes after 9
          .thenComparing(Work::thread);

  private final Comparison comparison;
  private final TimeAxis axis;
  private final StringBuilder out = new StringBuilder();
  private int y = TOP;

  private Timeline(Comparison comparison) {
    this.comparison = comparison;
    this.axis = new TimeAxis(LEFT, RIGHT, longest(comparison));
  }

  /** A whole SVG document. */
  static String svg(Comparison comparison) {
    return new Timeline(comparison).document();
  }

  private static double longest(Comparison comparison) {
    return comparison.cells().stream().mapToDouble(Cell::seconds).max().orElseThrow();
  }

  private String document() {
    var sections = new ArrayList<String>();
    for (var setting : Setting.values()) {
      section(setting);
      sections.add(out.toString());
      out.setLength(0);
    }
    var bottom = y + GAP;
    var height = bottom + FOOT;
    head(height);
    axis(TOP, bottom);
    sections.forEach(out::append);
    foot(bottom);
    return out.append("</svg>\n").toString();
  }

  private void head(int height) {
    var title = "One at a time, overlapped, in parallel";
    var workload = ComparisonText.workload(comparison.plan());
    out.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img">
        <title>%3$s: %4$s</title>
        <style>
        text { font: 12px system-ui, "DejaVu Sans", sans-serif; fill: #1f2328; }
        .title { font-size: 17px; font-weight: bold; }
        .setting { font-size: 13px; font-weight: bold; }
        .small { fill: #59636e; font-size: 11px; }
        .paper { fill: #ffffff; }
        .lane { fill: #f3f4f6; }
        .line { stroke: #d1d9e0; }
        .wait { fill: #f0bf78; }
        .work { fill: #1f5fae; }
        @media (prefers-color-scheme: dark) {
        text { fill: #f0f6fc; }
        .small { fill: #9da7b1; }
        .paper { fill: #0d1117; }
        .lane { fill: #1a2029; }
        .line { stroke: #3d444d; }
        .wait { fill: #86663a; }
        .work { fill: #58a6ff; }
        }
        </style>
        <rect class="paper" width="%1$d" height="%2$d"/>
        """
            .formatted(WIDTH, height, escaped(title), escaped(workload)));
    text("title", 20, 32, title);
    text("small", 20, 52, workload + "; " + processors());
  }

  private String processors() {
    var count = comparison.processors();
    return count + (count == 1 ? " processor" : " processors");
  }

  private void axis(int top, int bottom) {
    for (var tick : axis.ticks()) {
      var x = number(axis.x(tick.seconds()));
      out.append(
          "<line class=\"line\" x1=\"%s\" y1=\"%d\" x2=\"%s\" y2=\"%d\"/>\n"
              .formatted(x, top, x, bottom));
      out.append(
          "<text class=\"small\" x=\"%s\" y=\"%d\" text-anchor=\"middle\">%s</text>\n"
              .formatted(x, bottom + 15, tick.label()));
    }
  }

  private void section(Setting setting) {
    y += SECTION_HEAD;
    text("setting", 20, y - 9, setting.label(comparison.plan().threads()));
    var times = new ArrayList<String>();
    for (var kind : Comparison.KINDS) {
      var cell = comparison.cell(setting, kind);
      times.add(
          "%s %s, %s"
              .formatted(kind, ComparisonText.time(cell.seconds()), ComparisonText.doers(cell)));
    }
    out.append(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n"
            .formatted(RIGHT, y - 9, escaped(String.join("   ·   ", times))));
    for (var kind : Comparison.KINDS) {
      lanes(comparison.cell(setting, kind));
    }
  }

  private void lanes(Cell cell) {
    var lanes = new TreeMap<Work, List<Work>>(BY_THREAD);
    for (var work : cell.median().work()) {
      lanes.computeIfAbsent(work, _ -> new ArrayList<>()).add(work);
    }
    var worker = "";
    var workers = 0;
    var threads = 0;
    for (var lane : lanes.entrySet()) {
      if (!lane.getKey().worker().equals(worker)) {
        worker = lane.getKey().worker();
        workers++;
        threads = 0;
      }
      threads++;
      var whose = cell.setting().workers() > 1 ? "worker " + workers + ", " : "";
      lane(cell, whose + doer(cell) + " " + threads, lane.getKey(), Strip.of(lane.getValue()));
    }
  }

  private static String doer(Cell cell) {
    return isCleaning(cell) ? "cleaner" : "thread";
  }

  private static boolean isCleaning(Cell cell) {
    return cell.kind().equals(CleaningOrder.KIND);
  }

  private void lane(Cell cell, String label, Work doer, Strip strip) {
    var height = Math.max(strip.isSampled() ? 2 * LANE : LANE, ROW * strip.rows());
    out.append("<g><title>%s</title>\n".formatted(escaped(doer.worker() + ", " + doer.thread())));
    text("", 20, y + 11, label);
    if (strip.isSampled()) {
      text("small", 20, y + 24, "%d of %d drawn".formatted(strip.pieces().size(), strip.total()));
    }
    rect("lane", LEFT, y, RIGHT - LEFT, height);
    out.append("</g><g class=\"%s\">\n".formatted(isCleaning(cell) ? "work" : "wait"));
    var row = (double) height / strip.rows();
    for (var piece : strip.pieces()) {
      bar(cell.median(), piece, y + piece.row() * row, strip.rows() == 1 ? row : row * 0.8);
    }
    out.append("</g>\n");
    y += height + GAP;
  }

  private void bar(Round round, Strip.Piece piece, double top, double height) {
    var from = axis.x(seconds(round, piece.work().startedAt()));
    var to = axis.x(seconds(round, piece.work().finishedAt()));
    var width = to - from > 3 * CLEFT ? to - from - CLEFT : Math.max(CLEFT, to - from);
    out.append(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>\n"
            .formatted(
                number(Math.min(from, RIGHT - width)), number(top), number(width), number(height)));
  }

  private static double seconds(Round round, Instant instant) {
    return Duration.between(round.begin(), instant).toNanos() / 1e9;
  }

  private void foot(int bottom) {
    var line = bottom + 42;
    rect("wait", 20, line - 10, 24, 11);
    text("", 50, line, "a burger: it waits, its thread is free meanwhile");
    rect("work", 480, line - 10, 24, 11);
    text("", 510, line, "a room of a house: its thread computes");
    text(
        "small",
        20,
        line + 22,
        "Each kind was measured alone; both begin at 0. Several bars in one lane at one time are"
            + " jobs that overlap on that thread.");
    text(
        "small",
        20,
        line + 38,
        "From the replies of a real run of bin/producer compare. Between rooms, a cleaner makes a"
            + " house or puts one together.");
  }

  private void text(String type, int x, int line, String text) {
    out.append(
        "<text%s x=\"%d\" y=\"%d\">%s</text>\n"
            .formatted(type.isEmpty() ? "" : " class=\"" + type + "\"", x, line, escaped(text)));
  }

  private void rect(String type, int x, int top, int width, int height) {
    out.append(
        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n"
            .formatted(type, x, top, width, height));
  }

  /** To a tenth of a pixel. */
  private static String number(double value) {
    var tenths = Math.round(value * 10);
    return tenths % 10 == 0
        ? Long.toString(tenths / 10)
        : tenths / 10 + "." + Math.abs(tenths % 10);
  }

  private static String escaped(String text) {
    return Plain.line(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}

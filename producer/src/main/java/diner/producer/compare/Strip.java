package diner.producer.compare;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The work of one thread, put into rows so that no two pieces of a row are at the same time. What
 * is too much to be seen is left out evenly. Pure.
 *
 * @param pieces those that are drawn, by their begin
 * @param rows how many rows they take, at least 1
 * @param total how many pieces there were
 */
record Strip(List<Piece> pieces, int rows, int total) {

  static final int MAX_PIECES = 1_000;
  static final int MAX_ROWS = 40;

  /** A piece of work and its row, from 0. */
  record Piece(Work work, int row) {}

  static Strip of(List<Work> works) {
    var inOrder =
        works.stream()
            .sorted(Comparator.comparing(Work::startedAt).thenComparing(Work::finishedAt))
            .toList();
    return stacked(every(inOrder, MAX_PIECES), works.size());
  }

  private static Strip stacked(List<Work> works, int total) {
    var ends = new ArrayList<Instant>(); // of each row
    var pieces = new ArrayList<Piece>();
    for (var work : works) {
      var row = 0;
      while (row < ends.size() && ends.get(row).isAfter(work.startedAt())) {
        row++;
      }
      if (row == ends.size()) {
        ends.add(work.finishedAt());
      } else {
        ends.set(row, work.finishedAt());
      }
      pieces.add(new Piece(work, row));
    }
    return ends.size() <= MAX_ROWS
        ? new Strip(List.copyOf(pieces), Math.max(1, ends.size()), total)
        : new Strip(thinned(pieces, ends.size()), MAX_ROWS, total);
  }

  /** Rows that are left out evenly, until as many are left as are drawn. */
  private static List<Piece> thinned(List<Piece> pieces, int rows) {
    var kept = new ArrayList<Piece>();
    for (var piece : pieces) {
      var row = (int) ((long) piece.row() * MAX_ROWS / rows);
      var isFirst = (int) ((long) (piece.row() - 1) * MAX_ROWS / rows) < row || piece.row() == 0;
      if (isFirst) {
        kept.add(new Piece(piece.work(), row));
      }
    }
    return List.copyOf(kept);
  }

  private static List<Work> every(List<Work> works, int most) {
    if (works.size() <= most) {
      return works;
    }
    var kept = new ArrayList<Work>();
    for (var i = 0; i < most; i++) {
      kept.add(works.get((int) ((long) i * works.size() / most)));
    }
    return kept;
  }

  /** Whether there was more than is drawn. */
  boolean isSampled() {
    return pieces.size() < total;
  }
}

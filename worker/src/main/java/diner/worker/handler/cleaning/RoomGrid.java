package diner.worker.handler.cleaning;

import java.util.ArrayList;
import java.util.List;

/**
 * Divides a house into rooms: rows of rooms of about equal area, as near to squares as can be, none
 * empty. Rooms are counted row by row from the upper left.
 */
final class RoomGrid {

  private RoomGrid() {}

  /**
   * The rooms of a house, exactly as many as asked for.
   *
   * @throws IllegalArgumentException where there are more rooms than pixels
   */
  static List<Area> divide(int width, int height, int rooms) {
    if (rooms < 1 || rooms > (long) width * height) {
      throw new IllegalArgumentException(
          "expected 1 to %d rooms, got %d".formatted((long) width * height, rooms));
    }
    var rows = rows(width, height, rooms);
    var all = new ArrayList<Area>(rooms);
    var top = 0;
    for (var row = 0; row < rows; row++) {
      var first = all.size();
      var last = (int) ((long) rooms * (row + 1) / rows);
      // Tall in proportion to the rooms in it, but leaving a pixel for each row below.
      var wanted = (int) ((long) height * last / rooms);
      var bottom = Math.max(top + 1, Math.min(wanted, height - (rows - 1 - row)));
      for (var room = first; room < last; room++) {
        var left = edge(width, room - first, last - first);
        var right = edge(width, room - first + 1, last - first);
        all.add(new Area(left, top, right - left, bottom - top));
      }
      top = bottom;
    }
    return List.copyOf(all);
  }

  /** So many that rooms are nearly square, and that each room gets a pixel of its row. */
  private static int rows(int width, int height, int rooms) {
    var square = Math.round(Math.sqrt((double) rooms * height / width));
    var least = (rooms + (long) width - 1) / width;
    return (int) Math.clamp(square, least, Math.min(height, rooms));
  }

  private static int edge(int length, int part, int parts) {
    return (int) ((long) length * part / parts);
  }
}

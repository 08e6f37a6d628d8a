package diner.worker.handler.cleaning;

import java.util.ArrayList;
import java.util.List;

/**
 * Draws up a house from a seed: a garden, black outer walls with white windows, rooms with doors,
 * floors and furniture. Everything is decided in integers from one stream of the seed, so a seed
 * and a size always give the same house.
 */
final class FloorPlan {

  private static final long PURPOSE = 1;
  private static final int SMALLEST_WITH_WALLS = 48;
  private static final int MOST_SPLITS = 4;

  private final SplitMix64 random;
  private final List<Shape> shapes = new ArrayList<>();
  private final List<Shape> doors = new ArrayList<>();
  private final int shortSide;
  private final int scale;
  private final int wall;

  private FloorPlan(SplitMix64 random, int shortSide) {
    this.random = random;
    this.shortSide = shortSide;
    this.scale = Math.max(2, shortSide / 48);
    this.wall = Math.max(1, shortSide / 110);
  }

  /** The shapes of a house, in the order in which they are painted. */
  static List<Shape> of(long seed, int width, int height) {
    var plan = new FloorPlan(SplitMix64.of(seed, PURPOSE), Math.min(width, height));
    var ground = new Area(0, 0, width, height);
    if (plan.shortSide < SMALLEST_WITH_WALLS) {
      plan.layFloor(ground);
    } else {
      plan.build(ground);
    }
    return List.copyOf(plan.shapes);
  }

  private void build(Area ground) {
    var margin = shortSide / 12;
    var house = inset(ground, margin);
    layLawn(ground, house);
    pave(ground, house);
    shapes.add(
        new Shape.Shadow(
            new Area(house.x() + margin / 3, house.y() + margin / 3, house.width(), house.height()),
            45));
    shapes.add(new Shape.Slab(house, 0));
    openWindows(house);
    var inside = inset(house, 2 * wall);
    shapes.add(new Shape.Slab(inside, 34));
    split(inside, MOST_SPLITS);
    shapes.addAll(doors);
    plantTrees(ground, margin);
  }

  /** Lawn around the house, in four strips: none where the house will stand. */
  private void layLawn(Area ground, Area house) {
    var cell = Texture.cellWithin(scale);
    var salt = salt();
    var right = house.x() + house.width();
    var below = house.y() + house.height();
    var strips =
        List.of(
            new Area(0, 0, ground.width(), house.y()),
            new Area(0, below, ground.width(), ground.height() - below),
            new Area(0, house.y(), house.x(), house.height()),
            new Area(right, house.y(), ground.width() - right, house.height()));
    strips.forEach(strip -> shapes.add(new Shape.Lawn(strip, cell, salt)));
  }

  /** A path from the lower edge to the house. */
  private void pave(Area ground, Area house) {
    var width = Math.max(3, shortSide / 14);
    var x = random.between(house.x() + width, house.x() + house.width() - 2 * width);
    var y = house.y() + house.height();
    var path = new Area(x, y, width, ground.height() - y);
    shapes.add(new Shape.Tiles(path, Math.max(2, width / 3), 150, salt()));
  }

  private void openWindows(Area house) {
    var length = Math.max(2, shortSide / 9);
    var thick = 2 * wall;
    for (var i = 0; i < 4; i++) {
      var x = random.between(house.x() + thick, house.x() + house.width() - length - thick);
      var y = random.between(house.y() + thick, house.y() + house.height() - length - thick);
      var across = i % 2 == 0 ? house.y() : house.y() + house.height() - thick;
      var along = i % 2 == 0 ? house.x() : house.x() + house.width() - thick;
      shapes.add(new Shape.Slab(new Area(x, across, length, thick), 255));
      shapes.add(new Shape.Slab(new Area(along, y, thick, length), 255));
    }
  }

  /** Divides a space in two by a wall with a door, again and again, and furnishes what is left. */
  private void split(Area space, int splits) {
    var wide = space.width() >= space.height();
    var length = wide ? space.width() : space.height();
    if (splits == 0 || length < shortSide / 4) {
      layFloor(space);
      furnish(space);
      return;
    }
    var at = random.between(length * 38 / 100, length * 62 / 100);
    var breadth = wide ? space.height() : space.width();
    var opening = Math.max(2, shortSide / 16);
    var door = random.between(breadth / 8, Math.max(breadth / 8, breadth * 7 / 8 - opening));
    if (wide) {
      split(new Area(space.x(), space.y(), at, space.height()), splits - 1);
      var behind = at + wall;
      split(new Area(space.x() + behind, space.y(), length - behind, space.height()), splits - 1);
      doors.add(new Shape.Slab(new Area(space.x() + at, space.y() + door, wall, opening), 196));
    } else {
      split(new Area(space.x(), space.y(), space.width(), at), splits - 1);
      var behind = at + wall;
      split(new Area(space.x(), space.y() + behind, space.width(), length - behind), splits - 1);
      doors.add(new Shape.Slab(new Area(space.x() + door, space.y() + at, opening, wall), 196));
    }
  }

  private void layFloor(Area space) {
    var tone = random.between(78, 150);
    shapes.add(
        switch (random.between(0, 2)) {
          case 0 -> new Shape.Boards(space, Math.max(2, scale), tone, salt());
          case 1 -> new Shape.Tiles(space, 2 * scale, tone, salt());
          default -> new Shape.Carpet(space, Texture.cellWithin(3 * scale), tone, salt());
        });
  }

  private void furnish(Area space) {
    var side = Math.min(space.width(), space.height());
    if (side < 16) {
      return;
    }
    var lamp = side * random.between(80, 100) / 100;
    shapes.add(new Shape.Glow(square(space, lamp), random.between(20, 44)));
    switch (random.between(0, 3)) {
      case 0 -> setTable(space, side);
      case 1 -> makeBed(space, side);
      case 2 -> {
        shapes.add(new Shape.Rug(square(space, side * 60 / 100), scale, random.between(40, 120)));
        setTable(space, side * 70 / 100);
      }
      default -> shapes.add(new Shape.Rug(square(space, side / 2), scale, random.between(40, 120)));
    }
  }

  /** A round table with four stools. */
  private void setTable(Area space, int side) {
    var table = square(space, Math.max(4, side * 36 / 100));
    var stool = Math.max(2, side * 12 / 100);
    var gap = stool + stool / 4;
    var middleX = table.x() + (table.width() - stool) / 2;
    var middleY = table.y() + (table.height() - stool) / 2;
    var tone = random.between(40, 180);
    addDisc(middleX, table.y() - gap, stool, tone / 2);
    addDisc(middleX, table.y() + table.height() + stool / 4, stool, tone / 2);
    addDisc(table.x() - gap, middleY, stool, tone / 2);
    addDisc(table.x() + table.width() + stool / 4, middleY, stool, tone / 2);
    addDisc(table.x(), table.y(), table.width(), tone);
  }

  private void makeBed(Area space, int side) {
    var width = Math.max(4, side * 46 / 100);
    var length = Math.max(6, side * 70 / 100);
    var x = space.x() + side * 6 / 100;
    var y = space.y() + side * 8 / 100;
    var bed = new Area(x, y, Math.min(width, space.width() / 2), Math.min(length, space.height()));
    shapes.add(new Shape.Slab(bed, 232));
    shapes.add(
        new Shape.Carpet(
            new Area(x, y + bed.height() / 3, bed.width(), bed.height() - bed.height() / 3),
            Texture.cellWithin(scale),
            random.between(70, 160),
            salt()));
  }

  private void plantTrees(Area ground, int margin) {
    for (var i = 0; i < 9; i++) {
      var size = Math.max(3, margin * random.between(60, 120) / 100);
      var x = random.between(0, ground.width() - size);
      var y = random.between(0, ground.height() - size);
      // Along one of the four edges, where the garden is.
      switch (i % 4) {
        case 0 -> addTree(x, 0, size);
        case 1 -> addTree(x, ground.height() - size, size);
        case 2 -> addTree(0, y, size);
        default -> addTree(ground.width() - size, y, size);
      }
    }
  }

  private void addTree(int x, int y, int size) {
    shapes.add(new Shape.Disc(new Area(x, y, size, size), 22, salt(), 80));
  }

  private void addDisc(int x, int y, int size, int tone) {
    shapes.add(new Shape.Disc(new Area(x, y, size, size), tone, 0, 0));
  }

  /** A square in the middle of a space. */
  private static Area square(Area space, int side) {
    return new Area(
        space.x() + (space.width() - side) / 2,
        space.y() + (space.height() - side) / 2,
        side,
        side);
  }

  private static Area inset(Area area, int by) {
    return new Area(area.x() + by, area.y() + by, area.width() - 2 * by, area.height() - 2 * by);
  }

  private int salt() {
    return (int) random.next();
  }
}

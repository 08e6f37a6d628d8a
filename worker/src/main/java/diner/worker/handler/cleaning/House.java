package diner.worker.handler.cleaning;

import diner.shared.message.CleaningOrder.SeededHouse;
import diner.worker.handler.CancelToken;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A house to be cleaned, made and surveyed block by block by the first cleaner that needs a block.
 * Invariant: a block is marked ready after its bytes and figures are there, and whoever sees the
 * mark sees those. Two cleaners that need one at the same time both make it; that writes the same
 * bytes twice, so nobody waits and nothing is locked.
 */
final class House {

  private final Picture dirty;
  private final Blocks blocks;
  private final DirtMap[] dirt;
  private final AtomicIntegerArray ready;
  private final @Nullable Making making;

  private House(Picture dirty, @Nullable Making making) {
    this.dirty = dirty;
    this.making = making;
    this.blocks = new Blocks(dirty.width(), dirty.height());
    this.dirt =
        Stream.generate(() -> new DirtMap(blocks))
            .limit(dirty.planes().length)
            .toArray(DirtMap[]::new);
    this.ready = new AtomicIntegerArray(blocks.count());
  }

  /** What a seeded house is made with, and the house as it was before it got dirty. */
  private record Making(HousePainter painter, Dirt spill, Picture truth) {}

  /** A house that is there already: a user's picture. It is only read. */
  static House of(Picture dirty) {
    return new House(dirty, null);
  }

  /** A house that is yet to be made. */
  static House seeded(SeededHouse order) {
    var truth = Picture.blank(order.width(), order.height(), 1);
    var painter = new HousePainter(order.seed(), order.width(), order.height());
    var making = new Making(painter, new Dirt(order.dirt(), order.seed()), truth);
    return new House(truth.blankLike(), making);
  }

  /** The dirty pixels: readable where the house is ready. */
  Picture dirty() {
    return dirty;
  }

  /** As it was made, to measure the cleaning by, where ready; null for a user's picture. */
  @Nullable Picture truth() {
    return making == null ? null : making.truth();
  }

  /** How dirty it is in one channel, where ready. */
  DirtMap dirt(int channel) {
    return dirt[channel];
  }

  Blocks blocks() {
    return blocks;
  }

  /** Makes and surveys what is missing of an area of whole blocks. */
  void prepare(Area area, CancelToken cancel) {
    area.forEachPiece(
        Blocks.SIDE,
        block -> {
          var index = blocks.indexOf(block);
          if (ready.getAcquire(index) == 0) {
            cancel.check();
            make(block);
            ready.setRelease(index, 1);
          }
        });
  }

  private void make(Area block) {
    if (making != null) {
      // Made aside: another thread may already read this block, and must never see it half painted.
      var pixels = making.painter().paint(block);
      making.truth().write(0, block, pixels);
      making.spill().over(pixels, block);
      dirty.write(0, block, pixels);
    }
    for (var channel = 0; channel < dirt.length; channel++) {
      dirt[channel].survey(dirty.planes()[channel], block);
    }
  }
}

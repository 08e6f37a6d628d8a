package diner.worker.intake;

import diner.shared.kafka.RunVisitor;
import java.util.Arrays;

/**
 * The finished offsets of one partition, from the first unfinished one on: a bitmap in pages, where
 * a page whose offsets are all finished costs nothing but its place. Owned by intake. Invariant:
 * the first open offset is not finished, and nothing below it is open.
 */
final class FinishedOffsets {

  private static final int PAGE_SHIFT = 12;
  private static final int PAGE_OFFSETS = 1 << PAGE_SHIFT;
  private static final int PAGE_MASK = PAGE_OFFSETS - 1;

  /** Stands for every page without an open offset. */
  private static final long[] FULL = new long[0];

  private long firstOpen;

  // A ring of pages; the first holds firstOpen. A missing (null) page has no finished offset.
  private long[][] pages = new long[4][];
  private int[] finishedIn = new int[4];
  private int head;

  FinishedOffsets(long firstOpen) {
    this.firstOpen = firstOpen;
  }

  /** The lowest offset that is not finished. */
  long firstOpen() {
    return firstOpen;
  }

  boolean contains(long offset) {
    if (offset < firstOpen) {
      return true;
    }
    var distance = pageDistance(offset);
    if (distance >= pages.length) {
      return false;
    }
    var page = pages[slot(distance)];
    return page != null && (isFull(page) || (page[word(offset)] & bit(offset)) != 0);
  }

  /** Adds one offset; false where it was finished already. */
  boolean add(long offset) {
    if (contains(offset)) {
      return false;
    }
    if (offset == firstOpen) {
      advanceTo(offset + 1);
    } else {
      mark(offset);
    }
    return true;
  }

  /** Adds the offsets from {@code from} to before {@code to}, which may be many. */
  void addRange(long from, long to) {
    if (from <= firstOpen) {
      if (to > firstOpen) {
        advanceTo(to);
      }
      return;
    }
    var offset = from;
    while (offset < to) {
      var pageEnd = (offset | PAGE_MASK) + 1;
      if ((offset & PAGE_MASK) == 0 && pageEnd <= to) {
        fill(offset);
        offset = pageEnd;
      } else {
        if (!contains(offset)) {
          mark(offset);
        }
        offset++;
      }
    }
  }

  /**
   * Shows the finished runs beyond the first open offset, ascending and maximal, cut at {@code
   * below}. Costs as much as there are runs and pages, whatever the pages hold.
   */
  void forEachRun(long below, RunVisitor visitor) {
    var from = next(firstOpen, below, true);
    while (from < below) {
      var to = next(from, below, false);
      visitor.run(from, to);
      from = next(to, below, true);
    }
  }

  /** The first offset from this one on that is finished, or is open; {@code below} if none is. */
  private long next(long start, long below, boolean isFinished) {
    var offset = start;
    while (offset < below) {
      var distance = pageDistance(offset);
      if (distance >= pages.length) {
        return isFinished ? below : offset;
      }
      var page = pages[slot(distance)];
      if (page == null || isFull(page)) {
        if (isFinished == (page != null)) {
          return offset;
        }
        offset = (offset | PAGE_MASK) + 1;
      } else {
        var word = page[word(offset)];
        var found = (isFinished ? word : ~word) & (-1L << offset);
        if (found != 0) {
          return Math.min(below, (offset & -Long.SIZE) + Long.numberOfTrailingZeros(found));
        }
        offset = (offset & -Long.SIZE) + Long.SIZE;
      }
    }
    return below;
  }

  /** Everything below {@code offset} is finished: moves to the first open one from there on. */
  private void advanceTo(long offset) {
    dropPagesBelow(offset);
    firstOpen = offset;
    var page = pages[head];
    while (page != null && isFull(page)) {
      var next = (firstOpen | PAGE_MASK) + 1;
      dropPagesBelow(next);
      firstOpen = next;
      page = pages[head];
    }
    if (page != null) {
      skipFinishedIn(page);
    }
  }

  private void skipFinishedIn(long[] page) {
    var pageEnd = (firstOpen | PAGE_MASK) + 1;
    var word = word(firstOpen);
    var open = ~page[word] & (-1L << firstOpen);
    while (open == 0 && ++word < page.length) {
      open = ~page[word];
    }
    if (open == 0) {
      advanceTo(pageEnd);
    } else {
      firstOpen = (firstOpen & ~(long) PAGE_MASK) + word * 64L + Long.numberOfTrailingZeros(open);
    }
  }

  private void mark(long offset) {
    var slot = slotFor(offset);
    var page = pages[slot];
    if (page == null) {
      page = new long[PAGE_OFFSETS / 64];
      pages[slot] = page;
    }
    page[word(offset)] |= bit(offset);
    // The offsets below firstOpen in the first page are finished without being marked: that page is
    // dropped by advanceTo, not here.
    if (++finishedIn[slot] == PAGE_OFFSETS) {
      pages[slot] = FULL;
    }
  }

  private void fill(long pageStart) {
    var slot = slotFor(pageStart);
    pages[slot] = FULL;
    finishedIn[slot] = PAGE_OFFSETS;
  }

  private void dropPagesBelow(long offset) {
    var pagesToDrop = (offset >>> PAGE_SHIFT) - (firstOpen >>> PAGE_SHIFT);
    if (pagesToDrop >= pages.length) {
      Arrays.fill(pages, null);
      Arrays.fill(finishedIn, 0);
      head = 0;
      return;
    }
    for (var i = 0; i < pagesToDrop; i++) {
      pages[head] = null;
      finishedIn[head] = 0;
      head = (head + 1) & (pages.length - 1);
    }
  }

  private int slotFor(long offset) {
    var distance = pageDistance(offset);
    if (distance >= pages.length) {
      grow(distance);
    }
    return slot(distance);
  }

  private void grow(long distance) {
    var capacity = pages.length;
    while (capacity <= distance) {
      capacity = Math.multiplyExact(capacity, 2);
    }
    var more = new long[capacity][];
    var moreFinished = new int[capacity];
    for (var i = 0; i < pages.length; i++) {
      more[i] = pages[slot(i)];
      moreFinished[i] = finishedIn[slot(i)];
    }
    pages = more;
    finishedIn = moreFinished;
    head = 0;
  }

  private long pageDistance(long offset) {
    return (offset >>> PAGE_SHIFT) - (firstOpen >>> PAGE_SHIFT);
  }

  private int slot(long distance) {
    return (int) (head + distance) & (pages.length - 1);
  }

  private static boolean isFull(long[] page) {
    return page.length == 0;
  }

  private static int word(long offset) {
    return (int) (offset & PAGE_MASK) >>> 6;
  }

  private static long bit(long offset) {
    return 1L << offset;
  }
}

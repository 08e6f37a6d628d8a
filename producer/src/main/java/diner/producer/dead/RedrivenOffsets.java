package diner.producer.dead;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Which offsets were redriven, by partition: a bit each, in pages, so that a million of them take
 * some hundred kilobytes. Owned by one thread.
 */
final class RedrivenOffsets {

  private static final int PAGE_BITS = 16;
  private static final int IN_PAGE = (1 << PAGE_BITS) - 1;

  private record Page(int partition, long number) {}

  private final Map<Page, BitSet> pages = new HashMap<>();

  void add(int partition, long offset) {
    pages.computeIfAbsent(page(partition, offset), _ -> new BitSet()).set((int) offset & IN_PAGE);
  }

  boolean contains(int partition, long offset) {
    var page = pages.get(page(partition, offset));
    return page != null && page.get((int) offset & IN_PAGE);
  }

  private static Page page(int partition, long offset) {
    return new Page(partition, offset >> PAGE_BITS);
  }
}

package diner.producer.dashboard;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * At most so many of what is offered, evenly spread: whenever there are too many, every other one
 * is dropped, and from then on only every other one is taken.
 */
final class Sample<T> {

  private int bound;
  private List<T> kept = new ArrayList<>();
  private int offered;
  private int stride = 1;

  Sample(int bound) {
    this.bound = bound;
  }

  void offer(T one) {
    if (offered++ % stride == 0) {
      kept.add(one);
      if (kept.size() > bound) {
        thinOut();
      }
    }
  }

  private void thinOut() {
    var half = new ArrayList<T>();
    for (var i = 0; i < kept.size(); i += 2) {
      half.add(kept.get(i));
    }
    kept = half;
    stride *= 2;
  }

  /** How many were offered since the last {@link #take}. */
  int offered() {
    return offered;
  }

  /**
   * What was kept; the sample begins anew.
   *
   * @param next from what was left of the bound to the next bound
   */
  List<T> take(IntUnaryOperator next) {
    var taken = kept;
    bound = next.applyAsInt(bound - kept.size());
    kept = new ArrayList<>();
    offered = 0;
    stride = 1;
    return taken;
  }
}

package diner.worker.lane;

import diner.worker.flow.Outcome;
import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Collects the outcomes of one turn of an event loop and hands them over as one list. Owned by that
 * event loop.
 */
final class Outbox {

  private final Context context;
  private final Consumer<List<Outcome>> to;
  private List<Outcome> collected = new ArrayList<>();

  Outbox(Context context, Consumer<List<Outcome>> to) {
    this.context = context;
    this.to = to;
  }

  void add(Outcome outcome) {
    collected.add(outcome);
    if (collected.size() == 1) {
      context.runOnContext(turnIsOver -> flush());
    }
  }

  private void flush() {
    var full = collected;
    collected = new ArrayList<>();
    to.accept(full);
  }
}

package diner.producer.topics;

import diner.shared.message.BurgersOrder;
import diner.shared.message.CleaningOrder;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** Whose topics; a mixin. */
final class KindsOption {

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "A kind of your own, besides burgers and cleaning. May be repeated.")
  private List<String> more = List.of();

  Set<String> kinds() {
    var kinds = new LinkedHashSet<>(List.of(BurgersOrder.KIND, CleaningOrder.KIND));
    kinds.addAll(more);
    return kinds;
  }
}

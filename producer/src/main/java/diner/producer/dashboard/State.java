package diner.producer.dashboard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All figures of the page; times in milliseconds since 1970.
 *
 * @param now by the gateway's clock
 * @param since from when on replies are counted
 * @param isCaughtUp whether all replies that were there at the start are counted
 * @param away why Kafka can't be looked at; null while it can
 * @param names of what is shown
 * @param throughput with the history in the first state of a page, else the last seconds
 * @param latency likewise
 */
record State(
    long now,
    long since,
    boolean isCaughtUp,
    @Nullable String away,
    Names names,
    Figures figures,
    Bars.Drawn drawn,
    List<Kinds.Row> kinds,
    List<Behind.Topic> topics,
    List<Batches.Row> batches,
    List<Failures.Row> failures,
    Throughput.Series throughput,
    List<Latencies.Minute> latency) {

  /** What is looked at. */
  record Names(String group, String topicPrefix) {}

  /**
   * The most important.
   *
   * @param in enqueued a second
   * @param out answered a second
   */
  record Figures(
      int workers,
      long unfinished,
      double in,
      double out,
      long done,
      long failed,
      long expired,
      long unreadable) {}
}

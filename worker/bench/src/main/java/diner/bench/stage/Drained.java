package diner.bench.stage;

import java.util.OptionalDouble;

/**
 * What a process took for a backlog, its first and its last jobs left out.
 *
 * @param jobsASecond from the first reply that counts to the last one, by the broker's clock
 * @param cpuSecondsAMillion that it took of the processors between these two, for a million jobs
 * @param peakMiB the most memory that was resident, of its whole life; Linux only
 * @param repeated replies beyond the first of each job; all jobs have one
 * @param replyBytes of a reply's value, on average
 */
public record Drained(
    double jobsASecond,
    double cpuSecondsAMillion,
    OptionalDouble peakMiB,
    long repeated,
    double replyBytes) {

  /**
   * Which replies count, by the order in which the broker appended them.
   *
   * @param first behind the warm-up
   * @param last before the end, at which a process only writes what it has done before
   */
  public record Counted(int first, int last) {}
}

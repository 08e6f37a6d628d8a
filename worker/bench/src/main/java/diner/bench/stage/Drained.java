package diner.bench.stage;

import java.util.OptionalDouble;

/**
 * What a process took for the jobs behind its warm-up.
 *
 * @param jobsASecond from the warm-up's last reply to the last one, by the broker's clock
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
    double replyBytes) {}

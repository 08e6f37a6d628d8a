package diner.worker.flow;

import org.jspecify.annotations.Nullable;

/**
 * This worker's place in its group when a batch was made. Offsets that come with a former one are
 * refused by Kafka, so that nobody commits for a partition that others own.
 *
 * @param generation of the group, or the member's epoch
 * @param instanceId null where the membership is dynamic
 */
public record Membership(
    String group, int generation, String memberId, @Nullable String instanceId) {}

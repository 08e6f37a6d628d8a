package diner.worker.flow;

/**
 * The offset up to which all jobs of a partition are finished, to be committed.
 *
 * @param metadata to be committed with it: what is finished beyond it, and how often open jobs were
 *     tried
 */
public record CommitPoint(Assignment assignment, long offset, String metadata) {}

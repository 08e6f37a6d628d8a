package diner.worker.flow;

/** The offset up to which all jobs of a partition are finished, to be committed. */
public record CommitPoint(Assignment assignment, long offset) {}

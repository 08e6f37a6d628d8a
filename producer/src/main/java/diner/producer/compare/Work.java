package diner.producer.compare;

import java.time.Instant;

/**
 * A piece of work: a burgers job from its start to its end, or a room of a house.
 *
 * @param worker name of the worker's process
 * @param thread who did it: the thread's name, or the cleaner's number
 */
record Work(String worker, String thread, Instant startedAt, Instant finishedAt) {}

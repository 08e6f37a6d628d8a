package diner.producer.enqueue;

import diner.shared.message.Turn;

/** What became of sending a job. */
public sealed interface Outcome {

  /** All in-sync replicas have it. */
  record Accepted(Turn turn) implements Outcome {}

  /**
   * Not acknowledged.
   *
   * @param cause for people, one line
   * @param isFateUnknown whether it may be on the topic all the same
   */
  record Refused(String cause, boolean isFateUnknown) implements Outcome {}
}

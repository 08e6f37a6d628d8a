package diner.producer.enqueue;

import diner.shared.message.Job;

/** What a source of jobs yields: a job that is fit to be sent, or the reason why one is not. */
sealed interface JobEntry {

  record Ready(Job job) implements JobEntry {}

  /**
   * Not fit to be sent.
   *
   * @param which such as {@code line 7}
   */
  record Unfit(String which, String what) implements JobEntry {}
}

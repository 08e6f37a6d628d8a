package diner.producer.replies;

import diner.producer.terminal.Plain;
import diner.shared.message.Reply;

/**
 * What a command does with the replies to its jobs besides having them shown, and what it calls
 * those jobs. Called on the command's thread, once for each reply that can be read.
 */
public interface ReplyUse {

  /** Leaves all to the report. */
  ReplyUse NONE = new ReplyUse() {};

  /** So many failures are shown with their errors. */
  int FAILURES_SHOWN = 10;

  /**
   * Takes a reply as it comes.
   *
   * @param line its JSON, on one line
   * @return what is shown of it where JSON is asked for
   */
  default String take(Reply reply, String line) {
    return line;
  }

  /** What people know a job by, as far as it fits into a line. */
  default String nameOf(Reply reply) {
    return Plain.line(reply.kind()) + " " + Plain.line(reply.job());
  }

  /** What can be done about a failure, to stand behind it; empty where nothing is known. */
  default String advice(Reply.Failure failure) {
    return "";
  }

  /** For the progress line: what came last; may be empty. */
  default String latest() {
    return "";
  }

  /** How many failures are told one by one in the end. */
  default int failuresShown() {
    return FAILURES_SHOWN;
  }

  /** How many results could not be used as the command was told to. */
  default int unused() {
    return 0;
  }
}

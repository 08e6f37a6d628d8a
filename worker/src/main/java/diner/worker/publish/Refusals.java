package diner.worker.publish;

import diner.shared.message.Reply.Failure;
import diner.worker.flow.Publication;
import diner.worker.flow.Settled;
import java.util.List;

/** Answers a job whose records can't go where they should. Called on {@code publisher}. */
@FunctionalInterface
public interface Refusals {

  /**
   * The records that say so instead; all of them for the worker's own topics.
   *
   * @param job with the records that were to be sent
   */
  List<Publication> refused(Settled job, Failure failure);
}

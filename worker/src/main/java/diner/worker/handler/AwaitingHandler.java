package diner.worker.handler;

/**
 * Work that waits, written as plain sequential code: it may {@link Await#await await} one future
 * after another, or block. Each job has a virtual thread of its own, so thousands overlap as those
 * of a {@link WaitingHandler} do; code that computes for long belongs into a {@link
 * ComputingHandler} all the same, since all virtual threads share as many processors.
 *
 * @param <P> the payload
 * @param <R> the result, written as JSON into the reply
 */
public non-sealed interface AwaitingHandler<P, R> extends JobHandler<P> {

  /**
   * Does one attempt, from beginning to end. When its time is over, the job's cancel token is set
   * and its thread is interrupted; what it returns or throws after that is ignored.
   *
   * @throws JobFault says whether to try again
   * @throws Exception any other counts as transient
   */
  R handle(P payload, JobContext job) throws Exception;
}

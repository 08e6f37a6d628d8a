package diner.worker.handler;

import java.util.List;

/**
 * Work that computes: pixels, models. It is divided into parts, which the cleaners (worker
 * verticles, as many as processors) compute at once; a handler with nothing to divide has one part.
 * All methods run on cleaners, where blocking one blocks no other, and check {@link
 * JobContext#cancel()} at least every 50 ms.
 *
 * @param <P> the payload
 * @param <T> what one part yields
 * @param <R> the result, written as JSON into the reply
 */
public non-sealed interface ComputingHandler<P, T, R> extends JobHandler<P> {

  /**
   * About how many bytes of heap the job needs until its result is there. Asked before {@link
   * #begin}: a job that would need more than the worker has for such work fails, others wait until
   * there is room.
   *
   * @throws Exception as for {@link #begin}
   */
  default long footprintBytes(P payload) throws Exception {
    return 0;
  }

  /**
   * Prepares the work and divides it; called once an attempt.
   *
   * @throws JobFault says whether to try again
   * @throws Exception any other counts as transient
   */
  Work<T, R> begin(P payload, JobContext job) throws Exception;

  /**
   * One job's work, divided.
   *
   * @param <T> what one part yields
   * @param <R> the result
   */
  interface Work<T, R> {

    /** How many parts there are, at least 1. */
    int parts();

    /**
     * Computes one part; called once for each, by many cleaners at once, in no order.
     *
     * @param part from 0
     * @param cleaner number of the cleaner that computes it, from 0
     */
    T compute(int part, int cleaner) throws Exception;

    /**
     * Puts the parts together, in their order; called once, when all are there. What the parts
     * wrote is visible here.
     */
    R merge(List<T> parts) throws Exception;
  }
}

package diner.worker.handler;

import io.vertx.core.Future;

/**
 * Work that waits: for an HTTP answer, a query, a timer. Thousands of such jobs overlap on one
 * event loop, so a handler must never block or compute for long.
 *
 * @param <P> the payload
 * @param <R> the result, written as JSON into the reply
 */
public non-sealed interface WaitingHandler<P, R> extends JobHandler<P> {

  /**
   * Starts one attempt and returns at once. Called on an event loop of Vert.x, where the future
   * must complete too. A future that fails with a {@link JobFault} says whether to try again; any
   * other failure counts as transient.
   */
  Future<R> handle(P payload, JobContext job);
}

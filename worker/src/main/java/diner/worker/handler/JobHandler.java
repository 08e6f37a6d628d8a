package diner.worker.handler;

import java.time.Duration;

/**
 * One kind of job. A worker finds its handlers with {@link java.util.ServiceLoader}: implement one
 * of the three styles, and name the class in {@code
 * META-INF/services/diner.worker.handler.JobHandler}. One instance serves all jobs of the kind.
 *
 * @param <P> the payload, read from the job's JSON object; what its constructor refuses fails the
 *     job with that message
 */
public sealed interface JobHandler<P> permits WaitingHandler, AwaitingHandler, ComputingHandler {

  /** The kind's name, as in the {@code job-kind} header and at the end of its topic's name. */
  String kind();

  /** What the payload is read as. */
  Class<P> payloadType();

  /** How long one attempt may take, from its start, where the worker's settings don't say. */
  default Duration attemptLimit() {
    return Duration.ofSeconds(30);
  }

  /**
   * Called once before any job, on the thread that starts the worker, which may block.
   *
   * @throws Exception ends the worker: its message says what is wrong and what to do
   */
  default void open(HandlerSetup setup) throws Exception {}

  /** Called once after the last job. */
  default void close() {}
}

package diner.worker.handler.burgers;

/** Which protocol a kitchen offers. */
sealed interface Offer {

  /**
   * HTTP/2 without TLS, by prior knowledge.
   *
   * @param streams how many requests it takes at once on one connection
   */
  record Http2(long streams) implements Offer {}

  /** HTTP/1.1: one request at once on one connection. */
  record Http1() implements Offer {}
}

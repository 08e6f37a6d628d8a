package diner.worker.handler.burgers;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpConnection;

/** The connections to a kitchen, in one of the protocols; used by event loops at once. */
interface Line {

  /** Whether this line fits what the kitchen offers. */
  boolean fits(Offer offer);

  /** A place for one request; to be given back when that has ended. */
  Place take();

  /** Told of a connection on which a request got no answer in time. */
  void doubt(HttpConnection connection);

  /** Takes no further requests; those under way may end. */
  Future<Void> close();

  /** A place for one request. */
  interface Place {

    HttpClient client();

    void giveBack();
  }
}

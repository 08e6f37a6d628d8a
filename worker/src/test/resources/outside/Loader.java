package outside;

import diner.worker.handler.JobFault;

/** The class loader of the jar must be the context class loader wherever a handler runs. */
final class Loader {

  private Loader() {}

  static void require(String place) {
    var context = Thread.currentThread().getContextClassLoader();
    if (context != Loader.class.getClassLoader()) {
      throw JobFault.permanent("wrong-loader", place + " ran with " + context);
    }
  }
}

package diner.worker;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What a worker calls itself in replies, where the user gave it no name. */
final class WorkerName {

  private WorkerName() {}

  /** Host name and process id: tells apart the workers of one host, too. */
  static String ofThisProcess() {
    return host() + "-" + ProcessHandle.current().pid();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown-host";
    }
  }
}

package diner.worker.handler.burgers;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * File descriptors that this process may still open: each connection takes one.
 *
 * @param limit {@code ulimit -n} of the process
 * @param free of these, the ones not open
 */
record Descriptors(long limit, long free) {

  /** Kept for Kafka, files, the worker's own HTTP and its kitchen. */
  static final int RESERVED = 200;

  static Descriptors ofThisProcess() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? new Descriptors(
            unix.getMaxFileDescriptorCount(),
            unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount())
        : new Descriptors(Long.MAX_VALUE, Long.MAX_VALUE);
  }

  /** How many of the connections wanted can be had, at least one. */
  int connections(int wanted) {
    return (int) Math.min(wanted, Math.max(1, free - RESERVED));
  }
}

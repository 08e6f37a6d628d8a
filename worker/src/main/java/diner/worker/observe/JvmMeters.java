package diner.worker.observe;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Memory, garbage collection, threads, processor time and open files of this process: read when the
 * page is written. Micrometer's own meters of garbage collection are not used: they listen, and
 * make a new one for each cause that comes up.
 */
final class JvmMeters {

  private JvmMeters() {}

  static void bind(MeterRegistry registry) {
    registry
        .config()
        .meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time")) // in nanoseconds
        .meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count")); // ends as a histogram's
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    FunctionCounter.builder("process.cpu.seconds", registry, _ -> cpuSeconds())
        .description("Processor time that this process has used")
        .register(registry);
    ManagementFactory.getGarbageCollectorMXBeans().forEach(gc -> bind(registry, gc));
  }

  private static void bind(MeterRegistry registry, GarbageCollectorMXBean gc) {
    FunctionCounter.builder("jvm.gc.collections", gc, each -> (double) each.getCollectionCount())
        .description("Garbage collections")
        .tag("gc", gc.getName())
        .register(registry);
    FunctionCounter.builder(
            "jvm.gc.collection.seconds",
            gc,
            each -> each.getCollectionTime() / (double) TimeUnit.SECONDS.toMillis(1))
        .description("Time that garbage collections took")
        .tag("gc", gc.getName())
        .register(registry);
  }

  private static double cpuSeconds() {
    var used = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    return used.toNanos() / (double) TimeUnit.SECONDS.toNanos(1);
  }
}

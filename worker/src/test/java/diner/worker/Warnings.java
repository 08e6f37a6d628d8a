package diner.worker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** What a class warned of while this was open. */
public final class Warnings implements AutoCloseable {

  private final Logger logger;
  private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          events.add(event);
        }
      };

  private Warnings(Logger logger) {
    this.logger = logger;
  }

  /** Listens to a class. */
  public static Warnings of(Class<?> type) {
    var warnings = new Warnings((Logger) LoggerFactory.getLogger(type));
    warnings.appender.start();
    warnings.logger.addAppender(warnings.appender);
    return warnings;
  }

  /** The keys and values of each line so far, all of them at WARN. */
  public List<Map<String, Object>> lines() {
    return events.stream().map(Warnings::line).toList();
  }

  private static Map<String, Object> line(ILoggingEvent event) {
    if (!event.getLevel().equals(Level.WARN)) {
      throw new AssertionError("expected a warning: " + event);
    }
    return event.getKeyValuePairs().stream()
        .collect(Collectors.toMap(kv -> kv.key, kv -> kv.value));
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
  }
}

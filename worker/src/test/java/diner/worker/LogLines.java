package diner.worker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What was logged while this was open: message, keys and values, and stack trace. */
final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private final Logger logger;
  private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

  private LogLines(String logger) {
    this.logger = (Logger) LoggerFactory.getLogger(logger);
    start();
    this.logger.addAppender(this);
  }

  /** Listens to a class. */
  static LogLines of(Class<?> type) {
    return new LogLines(type.getName());
  }

  /** Listens to all there is. */
  static LogLines ofAll() {
    return new LogLines(Logger.ROOT_LOGGER_NAME);
  }

  @Override
  protected void append(ILoggingEvent event) {
    events.add(event);
  }

  List<String> at(Level level) {
    return events.stream()
        .filter(event -> event.getLevel().equals(level))
        .map(LogLines::line)
        .toList();
  }

  List<String> all() {
    return events.stream().map(LogLines::line).toList();
  }

  private static String line(ILoggingEvent event) {
    var cause =
        event.getThrowableProxy() == null
            ? ""
            : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy());
    return event.getFormattedMessage() + " " + event.getKeyValuePairs() + cause;
  }

  @Override
  public void close() {
    logger.detachAppender(this);
  }
}

package diner.worker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What was logged while this was open: message, keys and values, and stack trace. */
final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private final Logger logger;
  private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

  private final List<Appender<ILoggingEvent>> replaced = new ArrayList<>();

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

  /** The same, and it is written nowhere else meanwhile: for more than anybody would read. */
  static LogLines inPlaceOfTheConsole() {
    var lines = ofAll();
    lines.logger.iteratorForAppenders().forEachRemaining(lines.replaced::add);
    lines.replaced.remove(lines);
    lines.replaced.forEach(lines.logger::detachAppender);
    return lines;
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
    replaced.forEach(logger::addAppender);
  }
}

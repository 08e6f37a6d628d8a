package diner.worker.handler;

import diner.shared.cli.CommandFailure;
import diner.shared.cli.ExitCode;
import diner.shared.message.Json;
import diner.worker.flow.Lane;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The handlers of this worker by kind. Immutable; safe for every thread. */
public final class Handlers implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Handlers.class);

  /** A part of a topic's name, which may have 249 characters, 150 of them before it. */
  private static final String KIND = "[a-zA-Z0-9._-]{1,98}";

  private static final Duration LONGEST_ATTEMPT = Duration.ofDays(365);

  private final Map<String, JobHandler<?>> byKind = new LinkedHashMap<>();

  /**
   * Each kind may have one handler.
   *
   * @throws CommandFailure where a kind has two, or a handler says what can't be
   */
  public Handlers(Collection<? extends JobHandler<?>> handlers) {
    for (var handler : handlers) {
      var kind = checkedKind(handler);
      var other = byKind.put(kind, handler);
      if (other != null) {
        throw CommandFailure.of(
            "worker: kind '%s' has two handlers: %s and %s"
                .formatted(kind, described(other), described(handler)),
            ExitCode.FAILURE,
            null);
      }
    }
  }

  public Set<String> kinds() {
    return byKind.keySet();
  }

  public Optional<JobHandler<?>> find(String kind) {
    return Optional.ofNullable(byKind.get(kind));
  }

  /**
   * The lane of a kind; jobs of unknown kinds wait for no one and are refused on the event loop.
   */
  public Lane laneOf(String kind) {
    return switch (byKind.get(kind)) {
      case ComputingHandler<?, ?, ?> _ -> Lane.COMPUTING;
      case WaitingHandler<?, ?> _, AwaitingHandler<?, ?> _ -> Lane.WAITING;
      case null -> Lane.WAITING;
    };
  }

  /**
   * Opens all, on this thread.
   *
   * @throws CommandFailure where one can't be opened: which, and why
   */
  public void open(HandlerSetup setup) {
    for (var handler : byKind.values()) {
      try {
        handler.open(setup);
        Json.prepare(handler.payloadType());
      } catch (Exception | LinkageError e) {
        throw CommandFailure.of(
            "kind '%s' can't be opened: %s"
                .formatted(handler.kind(), e instanceof LinkageError ? e : e.getMessage()),
            ExitCode.FAILURE,
            e);
      }
    }
  }

  @Override
  public void close() {
    for (var each : byKind.entrySet()) {
      try {
        each.getValue().close();
      } catch (RuntimeException | LinkageError e) { // the others are to be closed all the same
        log.atWarn().addKeyValue("kind", each.getKey()).setCause(e).log("did not close");
      }
    }
  }

  /** Asks a handler, which may be anybody's, what lanes and topics rely on. */
  private static String checkedKind(JobHandler<?> handler) {
    try {
      var kind = handler.kind();
      require(
          kind != null && kind.matches(KIND),
          "kind() must be 1 to 98 letters, digits, dots, hyphens or underscores, was '%s'"
              .formatted(kind));
      require(handler.payloadType() != null, "payloadType() is null");
      var limit = handler.attemptLimit();
      require(
          limit != null && limit.toMillis() > 0 && limit.compareTo(LONGEST_ATTEMPT) <= 0,
          "attemptLimit() must be 1 ms to 365 days, was " + limit);
      return kind;
    } catch (RuntimeException | LinkageError e) {
      throw CommandFailure.of(
          "worker: the handler %s can't be used: %s"
              .formatted(
                  described(handler), e instanceof IllegalArgumentException ? e.getMessage() : e),
          ExitCode.FAILURE,
          e);
    }
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** A handler's class, and the jar or folder it is from. */
  private static String described(JobHandler<?> handler) {
    var source = handler.getClass().getProtectionDomain().getCodeSource();
    var place =
        source == null || source.getLocation() == null ? "" : source.getLocation().getPath();
    return place.isEmpty()
        ? handler.getClass().getName()
        : "%s (%s)".formatted(handler.getClass().getName(), Path.of(place).getFileName());
  }
}

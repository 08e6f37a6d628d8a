package diner.worker.handler;

import diner.shared.cli.CommandFailure;
import diner.shared.cli.ExitCode;
import diner.worker.flow.Lane;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/** The handlers of this worker by kind. Immutable; safe for every thread. */
public final class Handlers implements AutoCloseable {

  private final Map<String, JobHandler<?>> byKind = new LinkedHashMap<>();

  /** Handlers for tests and for {@link #load}; each kind may have one. */
  public Handlers(Collection<? extends JobHandler<?>> handlers) {
    for (var handler : handlers) {
      var other = byKind.put(handler.kind(), handler);
      if (other != null) {
        throw new IllegalArgumentException(
            "two handlers for kind '%s': %s and %s"
                .formatted(
                    handler.kind(), other.getClass().getName(), handler.getClass().getName()));
      }
    }
  }

  /** All handlers that the class path offers. */
  public static Handlers load() {
    var found = new ArrayList<JobHandler<?>>();
    for (JobHandler<?> handler : ServiceLoader.load(JobHandler.class)) {
      found.add(handler);
    }
    return new Handlers(found);
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
      } catch (Exception e) {
        throw CommandFailure.of(
            "kind '%s' can't be opened: %s".formatted(handler.kind(), e.getMessage()),
            ExitCode.FAILURE,
            e);
      }
    }
  }

  @Override
  public void close() {
    byKind.values().forEach(JobHandler::close);
  }
}

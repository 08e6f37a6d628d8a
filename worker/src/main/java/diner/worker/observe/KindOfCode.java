package diner.worker.observe;

import diner.worker.handler.Handlers;
import diner.worker.handler.JobHandler;
import java.security.CodeSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Says whose code a thread runs, by the classes, the packages and the jars of the handlers.
 * Immutable. Invariant: what two kinds share, as the built-in ones do their jar, stands for none.
 */
final class KindOfCode {

  private static final String SHARED = "";
  private static final List<String> PLATFORM =
      List.of("java.", "javax.", "jdk.", "sun.", "com.sun.", "io.vertx.", "io.netty.");

  private final Map<String, String> classes = new HashMap<>();
  private final Map<String, String> packages = new HashMap<>();
  private final Map<String, String> jars = new HashMap<>();
  private final Set<ClassLoader> loaders = new LinkedHashSet<>();

  KindOfCode(Handlers handlers) {
    for (var kind : handlers.kinds()) {
      handlers.find(kind).ifPresent(handler -> add(kind, handler));
    }
  }

  /**
   * The kind whose code is among these frames: of a handler's class or one nested in it, else of a
   * handler's package, else of its jar.
   */
  Optional<String> find(StackTraceElement[] frames) {
    return Stream.<Function<String, Optional<String>>>of(
            this::byClass, this::byPackage, this::byJar)
        .flatMap(rule ->
            Arrays.stream(frames)
                .map(StackTraceElement::getClassName)
                .map(rule)
                .flatMap(Optional::stream)
                .limit(1))
        .findFirst();
  }

  /**
   * Where a kind's own code stands, as {@code class.method:line}; where none of it is among the
   * frames, the first that is neither Java's nor Vert.x's.
   */
  String place(StackTraceElement[] frames, String kind) {
    return Arrays.stream(frames)
        .filter(frame -> ownerOf(frame.getClassName()).filter(kind::equals).isPresent())
        .findFirst()
        .or(() -> Arrays.stream(frames).filter(KindOfCode::isNoPlatform).findFirst())
        .or(() -> Arrays.stream(frames).findFirst())
        .map(frame ->
            "%s.%s:%d"
                .formatted(frame.getClassName(), frame.getMethodName(), frame.getLineNumber()))
        .orElse("nowhere");
  }

  private void add(String kind, JobHandler<?> handler) {
    var type = handler.getClass();
    put(classes, type.getName(), kind);
    put(packages, type.getPackageName(), kind);
    jarOf(type).ifPresent(jar -> put(jars, jar, kind));
    loaders.add(type.getClassLoader());
  }

  private static void put(Map<String, String> map, String key, String kind) {
    map.merge(key, kind, (_, _) -> SHARED);
  }

  private Optional<String> ownerOf(String className) {
    return byClass(className).or(() -> byPackage(className)).or(() -> byJar(className));
  }

  private Optional<String> byClass(String className) {
    for (var name = className; ; name = name.substring(0, name.lastIndexOf('$'))) {
      var kind = kindIn(classes, name);
      if (kind.isPresent() || name.lastIndexOf('$') < 0) {
        return kind;
      }
    }
  }

  private Optional<String> byPackage(String className) {
    return kindIn(packages, className.substring(0, Math.max(0, className.lastIndexOf('.'))));
  }

  private Optional<String> byJar(String className) {
    return loaders.stream()
        .flatMap(loader -> load(className, loader).stream())
        .flatMap(type -> jarOf(type).stream())
        .flatMap(jar -> kindIn(jars, jar).stream())
        .findFirst();
  }

  private static Optional<String> kindIn(Map<String, String> map, String key) {
    return Optional.ofNullable(map.get(key)).filter(kind -> !kind.equals(SHARED));
  }

  /** A class that runs has been loaded; only which loader did it is not known. */
  private static Optional<Class<?>> load(String className, ClassLoader loader) {
    try {
      return Optional.of(Class.forName(className, false, loader));
    } catch (ClassNotFoundException | LinkageError elsewhere) {
      return Optional.empty();
    }
  }

  private static Optional<String> jarOf(Class<?> type) {
    return Optional.ofNullable(type.getProtectionDomain().getCodeSource())
        .map(CodeSource::getLocation)
        .map(Object::toString);
  }

  private static boolean isNoPlatform(StackTraceElement frame) {
    return PLATFORM.stream().noneMatch(frame.getClassName()::startsWith);
  }
}

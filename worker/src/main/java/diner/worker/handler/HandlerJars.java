package diner.worker.handler;

import static java.nio.charset.StandardCharsets.UTF_8;

import diner.shared.cli.CommandFailure;
import diner.shared.cli.ExitCode;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of jars with kinds of the user's own, and the class loader that sees them beside ours;
 * what both have, ours wins. Opened before the handlers, closed after them.
 */
public final class HandlerJars implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(HandlerJars.class);
  private static final String SERVICES = "META-INF/services/" + JobHandler.class.getName();

  private final List<Path> jars;
  private final URLClassLoader loader;

  private HandlerJars(List<Path> jars) {
    this.jars = jars;
    this.loader =
        new URLClassLoader(
            "handlers",
            jars.stream().map(HandlerJars::url).toArray(URL[]::new),
            HandlerJars.class.getClassLoader());
  }

  /**
   * Opens the folder, where there is one.
   *
   * @throws CommandFailure where it is no folder, or a jar in it can't be read
   */
  public static HandlerJars open(@Nullable Path folder) {
    if (folder == null) {
      return new HandlerJars(List.of());
    }
    var jars = jarsIn(folder);
    jars.forEach(HandlerJars::requireReadable);
    if (jars.isEmpty()) {
      log.atWarn()
          .addKeyValue("folder", folder)
          .log("no jar in the --handlers folder: there are only the shipped kinds");
    }
    return new HandlerJars(jars);
  }

  /** Sees the jars; to be the context class loader of all threads that handlers run on. */
  public ClassLoader loader() {
    return loader;
  }

  /**
   * The handlers of our class path and of the jars.
   *
   * @throws CommandFailure where one can't be loaded: which, why, and which jar lists it
   */
  public Handlers load() {
    var found = new ArrayList<JobHandler<?>>();
    try {
      for (JobHandler<?> handler : ServiceLoader.load(JobHandler.class, loader)) {
        found.add(handler);
      }
    } catch (ServiceConfigurationError | LinkageError e) {
      throw CommandFailure.of("worker: a handler can't be loaded: " + why(e), ExitCode.FAILURE, e);
    }
    say(found);
    return new Handlers(found);
  }

  @Override
  public void close() {
    try {
      loader.close();
    } catch (IOException e) {
      log.atWarn().addKeyValue("cause", e.toString()).log("the handlers' jars did not close");
    }
  }

  private void say(List<JobHandler<?>> found) {
    if (jars.isEmpty()) {
      return;
    }
    var own =
        found.stream()
            .filter(handler -> loader.equals(handler.getClass().getClassLoader()))
            .map(handler -> handler.getClass().getName())
            .toList();
    var line = own.isEmpty() ? log.atWarn() : log.atInfo();
    line.addKeyValue("jars", jars.stream().map(Path::getFileName).toList())
        .addKeyValue("handlers", own)
        .log(own.isEmpty() ? "no jar in the --handlers folder lists a handler" : "handlers loaded");
  }

  private static List<Path> jarsIn(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw CommandFailure.of(
          "worker: --handlers must be a folder of jars, '%s' is %s"
              .formatted(folder, Files.exists(folder) ? "a file" : "not there"),
          ExitCode.USAGE,
          null);
    }
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw CommandFailure.of(
          "worker: --handlers: the folder '%s' can't be read: %s".formatted(folder, e),
          ExitCode.FAILURE,
          e);
    }
  }

  /** A class loader passes over a jar that it can't read, without a word. */
  private static void requireReadable(Path jar) {
    try (var _ = new JarFile(jar.toFile())) {
      log.atDebug().addKeyValue("jar", jar).log("readable");
    } catch (IOException e) {
      throw CommandFailure.of(
          "worker: --handlers: '%s' can't be read as a jar: %s".formatted(jar, e.getMessage()),
          ExitCode.FAILURE,
          e);
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException impossible) {
      throw new IllegalStateException("a file without a URL: " + jar, impossible);
    }
  }

  private String why(Throwable error) {
    var message = String.valueOf(error.getMessage()).replace(JobHandler.class.getName() + ": ", "");
    var cause = error.getCause() == null ? "" : ": " + error.getCause();
    var listedBy = jars.stream().filter(jar -> lists(jar, message)).map(Path::getFileName).toList();
    return message + cause + (listedBy.isEmpty() ? "" : ", listed by " + listedBy);
  }

  /** Whether a jar lists a handler that the message names. */
  private static boolean lists(Path jar, String message) {
    var dotted = message.replace('/', '.');
    try (var file = new JarFile(jar.toFile())) {
      var services = file.getEntry(SERVICES);
      return services != null
          && new String(file.getInputStream(services).readAllBytes(), UTF_8)
              .lines()
              .map(String::strip)
              .anyMatch(name -> !name.isEmpty() && dotted.contains(name));
    } catch (IOException e) {
      return false; // it was readable; what went wrong is told all the same
    }
  }
}

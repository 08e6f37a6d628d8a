package diner.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import diner.worker.handler.JobHandler;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Builds a jar with kinds of a user's own: compiled, listed, with what else it has. */
public final class OutsideJar {

  private static final String SERVICES = "META-INF/services/" + JobHandler.class.getName();
  private static final Path TESTS = Path.of("src", "test");
  private static final Path OUTSIDE = TESTS.resolve(Path.of("resources", "outside"));
  private static final Path EXAMPLES = Path.of("diner", "worker", "example");

  private OutsideJar() {}

  /** The kinds of the README, and some for tests, compiled against the worker as it is shipped. */
  static Path ofExamples(Path folder) throws IOException {
    var classes = Files.createTempDirectory(folder, "classes");
    var sources = new ArrayList<Path>();
    for (var name : List.of("ScoreHandler", "SecondsHandler")) {
      sources.add(TESTS.resolve("java").resolve(EXAMPLES).resolve(name + ".java"));
    }
    for (var name : List.of("LateScoreHandler", "Loader", "LoaderHandler", "NapHandler")) {
      sources.add(OUTSIDE.resolve(name + ".java"));
    }
    var model = EXAMPLES.resolve("model.csv");
    Files.createDirectories(classes.resolve(EXAMPLES));
    Files.copy(TESTS.resolve("resources").resolve(model), classes.resolve(model));
    var jars = Files.createDirectories(folder.resolve("handlers"));
    return build(
        jars.resolve("examples.jar"),
        sources,
        "target/diner-worker.jar" + File.pathSeparator + "target/lib/*",
        classes,
        List.of(
            "diner.worker.example.ScoreHandler",
            "diner.worker.example.SecondsHandler",
            "outside.LateScoreHandler",
            "outside.LoaderHandler",
            "outside.NapHandler"));
  }

  /**
   * Compiles the sources into a folder and packs what is there.
   *
   * @param handlers names for ServiceLoader, whether or not they are there
   */
  public static Path build(
      Path jar, List<Path> sources, String classPath, Path classes, List<String> handlers)
      throws IOException {
    assertThat(SourceCompiler.compile(sources, classPath, classes)).isEmpty();
    try (var out = new JarOutputStream(Files.newOutputStream(jar));
        var files = Files.walk(classes)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        out.write(Files.readAllBytes(file));
      }
      out.putNextEntry(new JarEntry(SERVICES));
      out.write(String.join("\n", handlers).getBytes(UTF_8));
    }
    return jar;
  }
}

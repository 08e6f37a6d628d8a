package diner.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.ToolProvider;

/** The Java compiler, as somebody uses it who writes a handler. */
public final class SourceCompiler {

  private SourceCompiler() {}

  /** Compiles into a folder; what the compiler prints where it refuses, else nothing. */
  public static String compile(List<Path> sources, String classPath, Path folder)
      throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var printed = new StringWriter();
    try (var files = compiler.getStandardFileManager(null, Locale.ENGLISH, UTF_8)) {
      var options = List.of("-proc:none", "-classpath", classPath, "-d", folder.toString());
      var units = files.getJavaFileObjectsFromPaths(sources);
      var isCompiled = compiler.getTask(printed, files, null, options, null, units).call();
      return isCompiled ? "" : printed.toString();
    }
  }
}

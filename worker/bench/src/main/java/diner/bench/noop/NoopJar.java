package diner.bench.noop;

import static java.nio.charset.StandardCharsets.UTF_8;

import diner.worker.handler.JobHandler;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** The jar that brings a worker the kind, made of this program's own classes. */
public final class NoopJar {

  private static final List<Class<?>> CLASSES =
      List.of(NoopHandler.class, NoopHandler.Payload.class);

  private NoopJar() {}

  /**
   * Writes it into a folder that is made for it.
   *
   * @return that folder, for {@code --handlers}
   */
  public static Path in(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (var jar = new JarOutputStream(Files.newOutputStream(folder.resolve("noop.jar")))) {
      for (var each : CLASSES) {
        jar.putNextEntry(new JarEntry(entry(each)));
        jar.write(bytes(each));
      }
      jar.putNextEntry(new JarEntry("META-INF/services/" + JobHandler.class.getName()));
      jar.write(NoopHandler.class.getName().getBytes(UTF_8));
    }
    return folder;
  }

  private static String entry(Class<?> type) {
    return type.getName().replace('.', '/') + ".class";
  }

  private static byte[] bytes(Class<?> type) throws IOException {
    try (var in = type.getResourceAsStream("/" + entry(type))) {
      if (in == null) {
        throw new FileNotFoundException(entry(type));
      }
      return in.readAllBytes();
    }
  }
}

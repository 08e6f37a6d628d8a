package diner.bench.noop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoopJarTest {

  private static final String SERVICES = "META-INF/services/diner.worker.handler.JobHandler";

  @TempDir private Path folder;

  @Test
  void jarListsTheHandlerAndHasItsClasses() throws Exception {
    var handlers = NoopJar.in(folder.resolve("handlers"));

    try (var jar = new JarFile(handlers.resolve("noop.jar").toFile());
        var services = jar.getInputStream(jar.getEntry(SERVICES))) {
      assertThat(jar.stream().map(JarEntry::getName))
          .containsExactlyInAnyOrder(
              SERVICES,
              "diner/bench/noop/NoopHandler.class",
              "diner/bench/noop/NoopHandler$Payload.class");
      assertThat(new String(services.readAllBytes(), UTF_8))
          .isEqualTo("diner.bench.noop.NoopHandler");
    }
  }
}

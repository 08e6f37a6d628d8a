package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README shows of handlers is the text of tested sources, and what the compiler says. */
class ReadmeTest {

  private static final Path README = Path.of("..", "README.md");
  private static final Path EXAMPLES = Path.of("src", "test", "java", "diner", "worker", "example");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"SoupHandler", "SecondsHandler", "ScoreHandler"})
  void theExamplesAreTestedSources(String name) throws Exception {
    assertThat(Files.readString(README)).contains("```java\n" + source(name) + "```\n");
  }

  @Test
  void aForgottenAwaitDoesNotCompile() throws Exception {
    var forgetful =
        source("SecondsHandler")
            .replace("await(kitchen.burgers(order.number()))", "kitchen.burgers(order.number())");

    assertThat(compiled(source("SecondsHandler"))).isEmpty();
    assertThat(compiled(forgetful)).isNotEmpty();
    assertThat(Files.readString(README)).contains("```\n" + compiled(forgetful) + "```\n");
  }

  /** What the compiler prints, as if it ran in the source's folder. */
  private String compiled(String source) throws IOException {
    var file = Files.writeString(folder.resolve("SecondsHandler.java"), source);
    var classes = Files.createTempDirectory(folder, "classes");
    return SourceCompiler.compile(List.of(file), System.getProperty("java.class.path"), classes)
        .replace(folder + "/", "");
  }

  private static String source(String name) throws IOException {
    return Files.readString(EXAMPLES.resolve(name + ".java"));
  }
}

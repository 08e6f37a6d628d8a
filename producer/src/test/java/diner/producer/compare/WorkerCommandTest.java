package diner.producer.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerCommandTest {

  @TempDir Path folder;
  private Path program = Path.of("");

  @BeforeEach
  void makeProgram() throws Exception {
    program = Files.createFile(folder.resolve("my worker"));
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void isTheOneOfTheLauncherWhereNoneIsNamed() {
    var found = WorkerCommand.find(null, program.toString());

    assertThat(found.orElseThrow().words()).containsExactly(program.toString());
  }

  @Test
  void theOptionGoesFirst() {
    var found = WorkerCommand.find("java  -jar worker.jar", program.toString());

    assertThat(found.orElseThrow().words()).containsExactly("java", "-jar", "worker.jar");
  }

  @Test
  void aProgramMayHaveSpacesInItsName() {
    var found = WorkerCommand.find(program.toString(), null);

    assertThat(found.orElseThrow().words()).containsExactly(program.toString());
  }

  @Test
  void isMissingWhereTheLaunchersFolderHasNone() {
    assertThat(WorkerCommand.find(null, null)).isEmpty();
    assertThat(WorkerCommand.find(" ", folder.resolve("none").toString())).isEmpty();
  }
}

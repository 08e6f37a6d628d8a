package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shipped beside a jar is what its list of components says. */
class ComponentsIT {

  @ParameterizedTest
  @ValueSource(strings = {"worker", "producer"})
  void theListNamesEveryJarThatIsShippedAndNoOther(String module) throws Exception {
    var target = Path.of("..", module, "target");
    var list = target.resolve("diner-" + module + ".cdx.json").toFile();
    assumeThat(list).as("made unless -Dsbom.skip").exists();
    var components = new ArrayList<String>();
    for (var component : new ObjectMapper().readTree(list).get("components")) {
      components.add(component.get("name").asText() + "-" + component.get("version").asText());
    }

    try (var jars = Files.list(target.resolve("lib"))) {
      var shipped = jars.map(jar -> jar.getFileName().toString()).toList();

      assertThat(components).anyMatch(component -> component.startsWith("kafka-clients-"));
      assertThat(shipped).allMatch(jar -> components.stream().anyMatch(jar::startsWith));
      assertThat(components)
          .allMatch(each -> shipped.stream().anyMatch(jar -> jar.startsWith(each)));
    }
  }
}

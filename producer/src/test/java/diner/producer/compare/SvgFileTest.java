package diner.producer.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SvgFileTest {

  @TempDir Path folder;

  @Test
  void isWrittenAndNothingBesideIt() throws Exception {
    var file = folder.resolve("a.svg");

    new SvgFile(file, false).write("<svg/>");

    assertThat(file).hasContent("<svg/>");
    assertThat(folder).isDirectoryContaining(path -> path.equals(file));
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void neverGoesOverAFileThatExistsUnlessForced() throws Exception {
    var file = Files.writeString(folder.resolve("a.svg"), "mine");
    var plain = new SvgFile(file, false);

    assertThatThrownBy(plain::check)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("exists; name another file, or add --force");
    assertThatThrownBy(() -> plain.write("<svg/>"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("was left alone");
    assertThat(file).hasContent("mine");

    var forced = new SvgFile(file, true);
    assertThatCode(forced::check).doesNotThrowAnyException();
    forced.write("<svg/>");
    assertThat(file).hasContent("<svg/>");
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void refusesAFolderAndAFolderThatIsMissing() {
    assertThatThrownBy(() -> new SvgFile(folder, true).check()).hasMessageContaining("is a folder");
    assertThatThrownBy(() -> new SvgFile(folder.resolve("b/a.svg"), false).check())
        .hasMessageContaining("can't write into the folder");
  }
}

package diner.producer.enqueue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diner.shared.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultFolderTest {

  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource({
    "scan.png,scan.png",
    "in/scan.jpg,scan.png",
    "scan.JPEG,scan.png",
    "scan.2024,scan.2024.png",
    ".png,.png.png",
    "a b.c.Png,a b.c.png"
  })
  void namesAResultAfterItsPicture(String picture, String result) {
    assertThat(folder(false).resultOf(Path.of(picture))).isEqualTo(temp.resolve(result));
  }

  @Test
  void makesTheFolderWithThoseAboveIt() {
    var folder = new ResultFolder(temp.resolve("new/cleaned"), false);

    folder.open();
    folder.open();

    assertThat(folder.folder()).isDirectory();
  }

  @Test
  void saysInOneLineThatTheFolderCantBeMade() throws IOException {
    var file = Files.writeString(temp.resolve("file"), "here");

    assertThatThrownBy(() -> new ResultFolder(file.resolve("cleaned"), false).open())
        .isInstanceOf(CommandFailure.class)
        .hasMessageStartingWith("--out: can't make the folder '" + file);
  }

  @Test
  void replacesNothingThatIsThere() throws IOException {
    // given a file, and a link that leads nowhere
    var mine = Files.writeString(temp.resolve("mine.png"), "mine");
    var link = Files.createSymbolicLink(temp.resolve("link.png"), temp.resolve("nowhere"));
    var folder = folder(false);

    // then
    for (var taken : List.of(mine, link)) {
      assertThat(folder.isTaken(taken)).isTrue();
      assertThatThrownBy(() -> folder.write(taken, new byte[] {1}))
          .isInstanceOf(FileAlreadyExistsException.class);
    }
    assertThat(mine).hasContent("mine");
    assertThat(files()).containsExactlyInAnyOrder("mine.png", "link.png");
  }

  @Test
  void replacesNothingWhereTheFileSystemHasNoLinks() throws IOException {
    var part = Files.writeString(temp.resolve("part"), "new");
    var mine = Files.writeString(temp.resolve("mine.png"), "mine");

    assertThatThrownBy(() -> ResultFolder.replaceAnEmptyOneOfOurs(part, mine))
        .isInstanceOf(FileAlreadyExistsException.class);
    ResultFolder.replaceAnEmptyOneOfOurs(part, temp.resolve("scan.png"));

    assertThat(mine).hasContent("mine");
    assertThat(temp.resolve("scan.png")).hasContent("new");
    assertThat(part).doesNotExist();
  }

  @Test
  void replacesByForce() throws IOException {
    var mine = Files.writeString(temp.resolve("mine.png"), "mine");
    var folder = folder(true);

    assertThat(folder.isTaken(mine)).isFalse();
    folder.write(mine, "new".getBytes(UTF_8));

    assertThat(mine).hasContent("new");
    assertThat(files()).containsExactly("mine.png");
  }

  @Test
  void letsOneOfManyWritersOfANameWinAndLeavesTheOthersNothing() throws Exception {
    var result = temp.resolve("scan.png");
    var writers = 16;

    var won = 0;
    try (var threads = Executors.newFixedThreadPool(4)) {
      var writes =
          IntStream.range(0, writers)
              .<Callable<Boolean>>mapToObj(i -> () -> isWritten(result, new byte[] {(byte) i, 7}))
              .toList();
      for (var written : threads.invokeAll(writes)) {
        won += written.get() ? 1 : 0;
      }
    }

    assertThat(won).isEqualTo(1);
    assertThat(Files.readAllBytes(result)).hasSize(2).endsWith(7);
    assertThat(files()).containsExactly("scan.png");
  }

  @Test
  void writesWhatHasComeThoughTheThreadIsInterrupted() throws IOException {
    Thread.currentThread().interrupt();

    folder(false).write(temp.resolve("scan.png"), new byte[] {1, 2, 3});

    assertThat(Thread.interrupted()).isTrue();
    assertThat(temp.resolve("scan.png")).hasBinaryContent(new byte[] {1, 2, 3});
  }

  private boolean isWritten(Path result, byte[] bytes) throws IOException {
    try {
      folder(false).write(result, bytes);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private ResultFolder folder(boolean isForced) {
    return new ResultFolder(temp, isForced);
  }

  private List<String> files() throws IOException {
    try (var files = Files.list(temp)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}

package diner.worker.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diner.shared.cli.CommandFailure;
import diner.shared.cli.ExitCode;
import diner.worker.OutsideJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandlerJarsTest {

  @TempDir private Path folder;
  @TempDir private Path work;

  @Test
  void withoutAFolderThereAreTheKindsOfTheClassPath() {
    assertThat(load(null).kinds()).contains("burgers", "cleaning");
  }

  @Test
  void aJarAddsItsKinds() throws Exception {
    jar("one.jar", "One", "one", "");
    jar("two.jar", "Two", "two.2_b-", "");
    Files.writeString(folder.resolve("notes.txt"), "no jar");

    assertThat(load(folder).kinds()).contains("burgers", "one", "two.2_b-");
  }

  @Test
  void anEmptyFolderAddsNone() {
    assertThat(load(folder).kinds()).isEqualTo(load(null).kinds());
  }

  @Test
  void aFolderThatIsNotOneIsWrongUsage() throws Exception {
    var missing = folder.resolve("missing");
    assertFails(missing, ExitCode.USAGE, "--handlers must be a folder of jars", "is not there");

    var file = Files.writeString(folder.resolve("file.jar"), "");
    assertFails(file, ExitCode.USAGE, "--handlers must be a folder of jars", "is a file");
  }

  @Test
  void aBrokenJarIsNamedRatherThanPassedOver() throws Exception {
    Files.writeString(folder.resolve("broken.jar"), "PK, but no jar");

    assertFails(folder, ExitCode.FAILURE, "broken.jar' can't be read as a jar");
  }

  @Test
  void aHandlerThatIsListedAndNotThereIsNamedWithItsJar() throws Exception {
    var empty = Files.createDirectories(work.resolve("empty"));
    jar("sound.jar", "Sound", "sound", "");
    OutsideJar.build(
        folder.resolve("typo.jar"), List.of(source("X", "x", "")), path(), empty, List.of("Y"));

    assertFails(
        folder,
        ExitCode.FAILURE,
        "a handler can't be loaded: Provider Y not found, listed by [typo.jar]");
  }

  @Test
  void whatIsListedAndNoHandlerIsNamedWithItsJar() throws Exception {
    var classes = Files.createDirectories(work.resolve("classes"));
    OutsideJar.build(
        folder.resolve("order.jar"),
        List.of(source("Soup", "soup", "")),
        path(),
        classes,
        List.of("Soup$Order"));

    assertFails(folder, ExitCode.FAILURE, "Soup$Order not a subtype, listed by [order.jar]");
  }

  @Test
  void aHandlerWhoseConstructorThrowsSaysWhy() throws Exception {
    jar("one.jar", "One", "one", "public One() { throw new IllegalStateException(\"no key\"); }");

    assertFails(
        folder,
        ExitCode.FAILURE,
        "Provider One could not be instantiated: java.lang.IllegalStateException: no key");
  }

  @Test
  void aKindGivenTwiceNamesBothJars() throws Exception {
    jar("a.jar", "One", "nap", "");
    jar("b.jar", "Two", "nap", "");

    assertFails(
        folder, ExitCode.FAILURE, "kind 'nap' has two handlers: One (a.jar) and Two (b.jar)");
  }

  @Test
  void aKindOfOursCantBeReplaced() throws Exception {
    jar("a.jar", "One", "burgers", "");

    assertFails(folder, ExitCode.FAILURE, "BurgersHandler (", " and One (a.jar)");
  }

  @ParameterizedTest
  @CsvSource({
    "'two words', '', kind() must be 1 to 98 letters",
    "'', '', 'hyphens or underscores, was '''''",
    "'\\u00fc', '', kind() must be 1 to 98 letters",
    "one, 'public java.time.Duration attemptLimit() { return java.time.Duration.ZERO; }', attemptLimit() must be 1 ms to 365 days",
    "one, 'public java.time.Duration attemptLimit() { return java.time.Duration.ofSeconds(Long.MAX_VALUE); }', java.lang.ArithmeticException",
    "one, 'public java.time.Duration attemptLimit() { throw new IllegalStateException(); }', java.lang.IllegalStateException",
  })
  void whatAHandlerMustNotSayIsRefusedAtTheStart(String kind, String more, String message)
      throws Exception {
    jar("odd.jar", "Odd", kind, more);

    assertFails(folder, ExitCode.FAILURE, "the handler Odd (odd.jar) can't be used: ", message);
  }

  private static Handlers load(@Nullable Path folder) {
    try (var jars = HandlerJars.open(folder)) {
      return jars.load();
    }
  }

  private static void assertFails(Path folder, int exitCode, String... messages) {
    assertThatThrownBy(() -> load(folder))
        .isInstanceOfSatisfying(
            CommandFailure.class,
            failure -> {
              assertThat(failure.exitCode()).isEqualTo(exitCode);
              assertThat(failure.getMessage()).contains(messages).hasLineCount(1);
            });
  }

  private void jar(String name, String handler, String kind, String more) throws IOException {
    var classes = Files.createDirectories(work.resolve(handler));
    var source = source(handler, kind, more);
    OutsideJar.build(folder.resolve(name), List.of(source), path(), classes, List.of(handler));
  }

  private Path source(String handler, String kind, String more) throws IOException {
    return Files.writeString(
        work.resolve(handler + ".java"),
        """
        import diner.worker.handler.*;
        public final class %1$s implements AwaitingHandler<%1$s.Order, String> {
          public record Order() {}
          public String kind() { return "%2$s"; }
          public Class<Order> payloadType() { return Order.class; }
          public String handle(Order order, JobContext job) { return ""; }
          %3$s
        }
        """
            .formatted(handler, kind, more));
  }

  private static String path() {
    return System.getProperty("java.class.path");
  }
}

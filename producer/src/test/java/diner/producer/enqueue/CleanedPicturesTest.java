package diner.producer.enqueue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import diner.producer.OutputFormat;
import diner.producer.replies.ReplyUse;
import diner.producer.terminal.Progress;
import diner.shared.message.CleanHouse;
import diner.shared.message.Json;
import diner.shared.message.Reply;
import diner.shared.message.Turn;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CleanedPicturesTest {

  private static final byte[] PNG = HexFormat.of().parseHex("89504e470d0a1a0a01");

  @TempDir Path temp;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path scan = Path.of("scan.jpg");

  @BeforeEach
  void takeAPicture() throws IOException {
    scan = Files.write(temp.resolve("scan.jpg"), HexFormat.of().parseHex("ffd8ff"));
  }

  @Test
  void writesThePictureAndNamesBothFiles() {
    var use = use(OutputFormat.TABLE);

    use.take(done(PNG), "{}");

    assertThat(result()).hasBinaryContent(PNG);
    assertThat(out).hasToString(scan + " -> " + result() + "  dirt 19.43 % -> 0.00 %\n");
    assertThat(use.latest()).isEqualTo("scan.jpg");
    assertThat(use.unused()).isZero();
  }

  @Test
  void leavesAWrittenPictureOutOfTheJsonAndKeepsOneThatIsNot() throws IOException {
    var reply = done(PNG);
    var line = new String(Json.bytes(reply), StandardCharsets.UTF_8);

    var once = use(OutputFormat.JSON);
    var twice = use(OutputFormat.JSON);

    var written = Json.codec().readTree(once.take(reply, line));
    var unwritten = Json.codec().readTree(twice.take(reply, line));

    assertThat(written.path("file").asText()).isEqualTo(scan.toString());
    assertThat(written.path("cleaned").asText()).isEqualTo(result().toString());
    assertThat(written.path("result").has("image")).isFalse();
    assertThat(written.path("result").path("sha256").asText()).isEqualTo("abc");
    assertThat(unwritten.has("cleaned")).isFalse();
    assertThat(unwritten.path("result").path("image").binaryValue()).isEqualTo(PNG);
    assertThat(twice.unused()).isEqualTo(1);
    assertThat(out).hasToString("");
  }

  @Test
  void doesNotReplaceWhatHasComeMeanwhile() throws IOException {
    var use = use(OutputFormat.TABLE);
    Files.writeString(result(), "mine");

    use.take(done(PNG), "{}");

    assertThat(result()).hasContent("mine");
    assertThat(use.unused()).isEqualTo(1);
    assertThat(err)
        .hasToString(
            "cleaned, but not written: %s: %s has come to be meanwhile; with --force it is replaced\n"
                .formatted(scan, result()));
  }

  @Test
  void writesNothingThatIsNoPng() {
    var use = use(OutputFormat.TABLE);

    use.take(done("<html>".getBytes(StandardCharsets.UTF_8)), "{}");
    use.take(done(null), "{}");
    use.take(reply(Json.codec().valueToTree(Map.of("sent", true)), null), "{}");

    assertThat(use.unused()).isEqualTo(3);
    assertThat(err.toString().lines())
        .hasSize(3)
        .allSatisfy(line ->
            assertThat(line)
                .startsWith("cleaned, but not written: " + scan + ": the reply has no picture"));
    assertThat(folder()).isEmptyDirectory();
  }

  @Test
  void namesTheFileOfAFailedJobAndSaysWhatToDo() {
    var use = use(OutputFormat.TABLE);
    var tooLarge = new Reply.Failure("result-too-large", "the reply has 3 bytes, allowed are 2");
    var failed = reply(null, tooLarge);

    use.take(failed, "{}");

    assertThat(use.unused()).isZero();
    assertThat(use.nameOf(failed)).isEqualTo(scan + " (job one)");
    assertThat(use.advice(tooLarge)).contains("make the picture smaller").contains("--reply-limit");
    assertThat(use.advice(new Reply.Failure("malformed", "image"))).isEmpty();
    assertThat(folder()).isEmptyDirectory();
  }

  /** Of one job, "one", with its file. */
  private ReplyUse use(OutputFormat format) {
    var limit = new PictureLimit(PayloadCheck.MAX_BYTES, "jobs.cleaning");
    var results = new ResultFolder(folder(), false);
    results.open();
    var source =
        new PictureJobs(List.of(scan), new PictureJobs.Template(8, "one", null, limit), results);
    source.next();
    return source.replyUse(new PrintWriter(out, true), Progress.on(new PrintWriter(err)), format);
  }

  private Path folder() {
    return temp.resolve("cleaned");
  }

  private Path result() {
    return folder().resolve("scan.png");
  }

  private static Reply done(byte @Nullable [] image) {
    var house = new CleanHouse(0.1943, 0, null, null, "abc", image, List.of());
    return reply(Json.codec().valueToTree(house), null);
  }

  private static Reply reply(@Nullable JsonNode result, Reply.@Nullable Failure error) {
    var now = Instant.parse("2026-11-22T16:36:34.575Z");
    return new Reply(
        "one",
        "cleaning",
        error == null ? Reply.Status.DONE : Reply.Status.FAILED,
        result,
        error,
        1,
        0,
        null,
        new Turn("jobs.cleaning", 0, 7),
        "worker-1",
        now,
        now,
        now,
        "cleaner-0");
  }
}

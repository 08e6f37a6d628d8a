package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import diner.localkafka.LocalKafka;
import diner.producer.Main;
import diner.shared.message.Json;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** People's pictures, from their files through producer, Kafka and worker to files again. */
@ExtendWith(SharedKafka.class)
class PicturesIT {

  private record Run(int code, String out, String err) {

    List<JsonNode> replies() throws IOException {
      var replies = new ArrayList<JsonNode>();
      for (var line : out.lines().toList()) {
        replies.add(Json.codec().readTree(line));
      }
      return replies;
    }
  }

  @TempDir Path temp;

  private Diner diner;

  @BeforeEach
  void open(LocalKafka kafka) {
    diner = new Diner(kafka);
  }

  @AfterEach
  void close() {
    diner.close();
  }

  @Test
  void ofAHundredPicturesTheBadOnesFailAloneAndAreNamed() throws Exception {
    // given a hundred good ones, one that only looks like a picture, and one that does not
    var files = new ArrayList<String>();
    for (var i = 0; i < 100; i++) {
      files.add(write("scan%02d.%s".formatted(i, i % 2 == 0 ? "png" : "jpg"), dirty(i)).toString());
    }
    var broken = temp.resolve("broken.png");
    Files.write(broken, Arrays.copyOf(Files.readAllBytes(Path.of(files.getFirst())), 100));
    files.add(50, broken.toString());
    var text = Files.writeString(temp.resolve("notes.png"), "no picture");
    files.add(20, text.toString());
    var out = temp.resolve("cleaned");

    try (var _ = start()) {
      // when
      var run = clean(files, "--out", out);

      // then
      assertThat(run.err()).contains("not sent: " + text + ": is neither PNG nor JPEG");
      assertThat(run.out())
          .contains("101 jobs in ", ": 100 done, 1 failed, 0 expired")
          .containsPattern(
              "failed after 1 attempt: \\Q" + broken + "\\E \\(job .*\\): malformed: image: ");
      assertThat(run.code()).isEqualTo(1);
      assertThat(names(out)).hasSize(100).contains("scan00.png", "scan99.png");
      assertThat(run.out().lines().filter(line -> line.contains(" -> ")))
          .hasSizeGreaterThanOrEqualTo(100);

      // and again, only what is missing is done
      Files.delete(out.resolve("scan07.png"));
      var again = clean(files, "--out", out, "-o", "json");
      assertThat(again.replies().stream().filter(reply -> reply.has("cleaned")))
          .singleElement()
          .satisfies(reply -> assertThat(reply.get("cleaned").asText()).endsWith("scan07.png"));
      assertThat(again.err()).contains("scan00.png is there already");
    }
  }

  @Test
  void endsWith3WhereTheOnlyTroubleIsAPictureThatTheWorkerCouldNotRead() throws Exception {
    var broken = temp.resolve("broken.png");
    Files.write(broken, Arrays.copyOf(Files.readAllBytes(write("a.png", dirty(1))), 100));

    try (var _ = start()) {
      var run = clean(List.of(broken.toString()), "--out", temp.resolve("cleaned"));

      assertThat(run.code()).isEqualTo(3);
      assertThat(run.err()).contains(broken + " (job ").contains("malformed");
      assertThat(names(temp.resolve("cleaned"))).isEmpty();
    }
  }

  @Test
  void keepsGreyGreyColourColourAndAlphaAsItIs() throws Exception {
    // given
    var grey = dirty(1);
    var colour = picture("astronaut");
    var clear = withAlpha(picture("chelsea"));
    var files =
        List.of(
            write("grey.png", grey).toString(),
            write("colour.png", colour).toString(),
            write("clear.png", clear).toString());
    var out = temp.resolve("cleaned");

    try (var _ = start()) {
      // when
      var run = clean(files, "--out", out);

      // then
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(read(out, "grey.png").getRaster().getNumBands()).isEqualTo(1);
      assertThat(read(out, "colour.png").getRaster().getNumBands()).isEqualTo(3);
      assertThat(alpha(read(out, "clear.png"))).isEqualTo(alpha(clear));
    }
  }

  @Test
  void namesThePictureWhoseResultIsTooLargeForAReply() throws Exception {
    var scan = write("scan.png", picture("camera"));

    try (var _ = start("--reply-limit", "20000")) {
      var run = clean(List.of(scan.toString()), "--out", temp.resolve("cleaned"));

      assertThat(run.code()).isEqualTo(3);
      assertThat(run.err())
          .contains(scan + " (job ")
          .contains("result-too-large")
          .contains("make the picture smaller, or raise --reply-limit of the workers");
    }
  }

  @Test
  void refusesAPictureThatItsTopicDoesNotTakeAndSendsTheOthers() throws Exception {
    var topic = diner.topics().prefix() + ".small";
    diner.createTopic(topic, 1, Map.of("max.message.bytes", "150000"));
    var large = write("large.png", picture("camera"));
    var small = write("small.png", dirty(1));

    var run = clean(List.of(large.toString(), small.toString()), "--topic", topic);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("not sent: " + large + " (job ")
        .contains(topic + " takes 150,000 in a record: make it smaller, or raise max.message.bytes")
        .contains("1 job enqueued");
    assertThat(run.out()).contains(small.toString());
  }

  /** The house of a seed tells by its digest, a picture by its digest and its bytes. */
  @Test
  void theOutputIsTheSameByteForByteFor1And3And16RoomsAnd1And2And8Cleaners() throws Exception {
    var clear = write("clear.png", withAlpha(picture("chelsea"))).toString();
    var houses = new HashMap<String, String>();
    var pictures = new HashMap<String, String>();

    for (var cleaners : List.of("1", "2", "8")) {
      try (var _ = start("--cleaners", cleaners)) {
        for (var rooms : List.of("1", "3", "16")) {
          var how = rooms + " rooms, " + cleaners + " cleaners";
          var house = enqueue("--await", "-o", "json", "--rooms", rooms, "--dirt", "0.5");
          var picture = enqueue("--await", "-o", "json", "--rooms", rooms, "--image", clear);
          assertThat(house.code() + picture.code()).as(house.err() + picture.err()).isZero();
          houses.put(how, result(house).get("sha256").asText());
          pictures.put(
              how,
              result(picture).get("sha256").asText() + " " + result(picture).get("image").asText());
        }
      }
    }

    assertThat(houses).hasSize(9);
    assertThat(houses.values()).containsOnly(houses.get("1 rooms, 1 cleaners"));
    assertThat(pictures.values()).containsOnly(pictures.get("1 rooms, 1 cleaners"));
  }

  private RunningWorker start(String... more) {
    return RunningWorker.start(diner.workerArguments(more));
  }

  private Run clean(List<String> files, Object... more) {
    var all = new ArrayList<>(List.of("--image"));
    all.addAll(files);
    Arrays.stream(more).map(String::valueOf).forEach(all::add);
    return enqueue(all.toArray(String[]::new));
  }

  private Run enqueue(String... more) {
    var all = new ArrayList<>(List.of("enqueue", "cleaning"));
    all.addAll(List.of(more));
    all.addAll(List.of("--topic-prefix", diner.topics().prefix()));
    all.addAll(List.of("--bootstrap-server", diner.bootstrapServers()));
    var out = new StringWriter();
    var err = new StringWriter();
    var code =
        Main.run(Map.of(), new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
    return new Run(code, out.toString(), err.toString());
  }

  private static JsonNode result(Run run) throws IOException {
    return run.replies().getFirst().get("result");
  }

  private static BufferedImage picture(String name) throws IOException {
    return ImageIO.read(
        Objects.requireNonNull(PicturesIT.class.getResource("/photographs/" + name + ".png")));
  }

  /** A small grey one with some dirt. */
  private static BufferedImage dirty(long seed) {
    var random = new SplittableRandom(seed);
    var image = new BufferedImage(64, 48, BufferedImage.TYPE_BYTE_GRAY);
    for (var y = 0; y < 48; y++) {
      for (var x = 0; x < 64; x++) {
        var grey = random.nextInt(10) > 0 ? 60 + x + y : random.nextBoolean() ? 0 : 255;
        image.getRaster().setSample(x, y, 0, grey);
      }
    }
    return image;
  }

  private static BufferedImage withAlpha(BufferedImage picture) {
    var clear =
        new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_ARGB);
    for (var y = 0; y < clear.getHeight(); y++) {
      for (var x = 0; x < clear.getWidth(); x++) {
        var colour = new Color(picture.getRGB(x, y));
        var alpha = x % 7 == 0 ? 0 : y % 11 == 0 ? 255 : (x + y) % 256;
        clear.setRGB(x, y, (colour.getRGB() & 0xffffff) | (alpha << 24));
      }
    }
    return clear;
  }

  private static int[] alpha(BufferedImage picture) {
    var alpha = Objects.requireNonNull(picture.getAlphaRaster());
    return alpha.getSamples(0, 0, picture.getWidth(), picture.getHeight(), 0, (int[]) null);
  }

  private Path write(String name, BufferedImage picture) throws IOException {
    var file = temp.resolve(name);
    ImageIO.write(picture, name.substring(name.lastIndexOf('.') + 1), file.toFile());
    return file;
  }

  private static BufferedImage read(Path folder, String name) throws IOException {
    return ImageIO.read(folder.resolve(name).toFile());
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}

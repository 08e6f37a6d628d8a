package diner.producer.enqueue;

import static org.assertj.core.api.Assertions.assertThat;

import diner.producer.CliRun;
import diner.shared.message.CleaningOrder;
import diner.shared.message.CleaningOrder.PictureHouse;
import diner.shared.message.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code enqueue cleaning --image} does before it speaks to Kafka. */
class PictureCommandTest {

  private static final byte[] PNG = HexFormat.of().parseHex("89504e470d0a1a0a");
  private static final byte[] JPEG = HexFormat.of().parseHex("ffd8ffe0");

  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "burgers --image a.png | --image belongs to cleaning",
        "mail --payload {} --out x | --out belongs to cleaning",
        "--image a.png cleaning --out x | expected 'cleaning' before --image",
        "cleaning --out x | --out needs --image",
        "cleaning --force | --force needs --image",
        "cleaning --value-limit 5 | --value-limit needs --image",
        "cleaning --image a.png --width 5 | --width does not go with --image",
        "cleaning --image a.png --height 5 | --height does not go with --image",
        "cleaning --image a.png --dirt 0.1 | --dirt does not go with --image",
        "cleaning --image a.png --seed 5 | --seed does not go with --image",
        "cleaning --image a.png --jobs 2 | --jobs does not go with --image: each picture is a job",
        "cleaning --image a.png --payload {} | expected either --payload or the options of cleaning",
        "cleaning --image a.png --force | --force needs --out",
        "cleaning --image a.png --value-limit 0 | --value-limit must be 1 to 8388608, was 0",
        "cleaning --image a.png --rooms 257 | rooms must be 1 to 256, was 257",
        "cleaning --image a.png b.png --id x | --id names one job, 2 pictures make 2",
        "cleaning --image a.png in/a.jpg --out x | 'a.png' and 'in/a.jpg' would both become 'x/a.png'",
        "cleaning --image a.png --image a.png --out x | would both become 'x/a.png'",
        "cleaning --image | Missing required parameter for option '--image'",
        "--file jobs --out x | --out belongs to cleaning",
      })
  void refusesWrongUsageWithAHint(String line, String expected) {
    var run = CliRun.of(("enqueue " + line).split(" "));

    assertThat(run.err()).contains(expected).contains("--help'.").doesNotContain("\tat ");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void refusesAFileAsFolderOfResults() throws IOException {
    var file = write("file", PNG);

    var run = CliRun.of("enqueue", "cleaning", "--image", "a.png", "--out", file.toString());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--out: '" + file + "' is no folder");
  }

  @Test
  void makesAJobOfEachPicture() throws Exception {
    // given, by both ways to name several
    var scan = write("scan.png", PNG);
    var photo = write("photo.JPG", JPEG);

    // when
    var run = dryRun("--rooms", "3", "-o", "json", "--image", scan, "--image", photo);

    // then
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).isEqualTo("dry run: 2 jobs would be sent\n");
    var jobs = new ArrayList<String>();
    for (var line : run.outLines()) {
      var job = Json.codec().readTree(line);
      jobs.add(job.path("file").asText());
      var order = Json.read(Json.bytes(job.get("payload")), CleaningOrder.class);
      assertThat(order.rooms()).isEqualTo(3);
      assertThat(((PictureHouse) order).image()).isIn(PNG, JPEG);
    }
    assertThat(jobs).containsExactly(scan.toString(), photo.toString());
  }

  @Test
  void namesEachFileThatIsNoPictureAndGoesOn() throws IOException {
    // given one good file among bad ones
    var empty = write("empty.png", new byte[0]);
    var text = write("text.png", new byte[] {'h', 'e', 'l', 'l', 'o'});
    var good = write("good.png", PNG);
    var device = Path.of("/dev/null");

    // when
    var run = dryRun("--image", empty, text, temp, device, temp.resolve("none.png"), good);

    // then
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.outLines()).singleElement().asString().contains("file=" + good);
    assertThat(run.err().lines())
        .containsExactly(
            "not fit: " + empty + ": is empty",
            "not fit: " + text + ": is neither PNG nor JPEG: it begins with 68 65 6c 6c 6f",
            "not fit: " + temp + ": is a folder: name the pictures in it",
            "not fit: /dev/null: is no plain file",
            "not fit: " + temp.resolve("none.png") + ": no such file",
            "dry run: 1 job would be sent, 5 are not fit");
  }

  @Test
  void saysOfATooLargePictureHowLargeItMayBeAndWhatToDo() throws IOException {
    var large = write("scan.png", Arrays.copyOf(PNG, 2_310_000));

    var run = dryRun("--image", large);
    var raised = dryRun("--value-limit", "4000000", "--image", large);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .startsWith(
            "not fit: %s: 2,310,000 bytes make a job of 3,080,024 bytes, allowed are 1,048,576:"
                    .formatted(large)
                + " make the picture smaller (786,414 bytes), or raise --value-limit here and of"
                + " the workers, and max.message.bytes of jobs.cleaning\n");
    assertThat(raised.code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 1_001, 1_002, 1_003, PayloadCheck.MAX_BYTES})
  void takesPicturesUpToTheLimitOfAJob(int valueBytes) {
    var most = new PictureLimit(valueBytes, "jobs.cleaning").mostBytes();

    assertThat(Json.bytes(new PictureHouse(256, new byte[most])))
        .hasSizeBetween(valueBytes - 3, valueBytes);
  }

  @Test
  void refusesAPictureWhoseResultIsThereUnlessForced() throws IOException {
    // given
    var out = Files.createDirectory(temp.resolve("cleaned"));
    Files.writeString(out.resolve("old.png"), "mine");
    var old = write("old.jpg", JPEG);
    var fresh = write("fresh.png", PNG);

    // when
    var run = dryRun("--out", out, "--image", old, fresh);
    var forced = dryRun("--force", "--out", out, "--image", old, fresh);

    // then
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .startsWith(
            "not fit: %s: %s is there already: remove it, choose another --out, or give --force\n"
                .formatted(old, out.resolve("old.png")));
    assertThat(forced.code()).isZero();
  }

  @Test
  void makesNoFolderWhereNothingIsSent() throws IOException {
    var out = temp.resolve("cleaned");

    assertThat(dryRun("--out", out, "--image", write("a.png", PNG)).code()).isZero();

    assertThat(out).doesNotExist();
  }

  @Test
  void takesPicturesOfTheEnvironmentUnlessTheCommandLineMakesAHouse() throws IOException {
    var environment =
        Map.of("PRODUCER_IMAGE", write("a.png", PNG).toString(), "PRODUCER_OUT", temp.toString());

    var pictures = CliRun.with(environment, "enqueue", "cleaning", "--force", "--dry-run");
    var house = CliRun.with(environment, "enqueue", "cleaning", "--seed", "7", "--dry-run");
    var burgers = CliRun.with(environment, "enqueue", "burgers", "--dry-run");

    assertThat(pictures.out()).contains("file=" + temp.resolve("a.png"));
    assertThat(house.out()).contains("\"seed\":7");
    assertThat(burgers.out()).contains("\"number\":2");
  }

  private CliRun dryRun(Object... arguments) {
    var all = new ArrayList<>(List.of("enqueue", "cleaning", "--dry-run"));
    Arrays.stream(arguments).map(String::valueOf).forEach(all::add);
    return CliRun.of(all.toArray(String[]::new));
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(temp.resolve(name), bytes);
  }
}

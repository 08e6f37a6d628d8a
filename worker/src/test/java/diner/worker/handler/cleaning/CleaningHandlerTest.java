package diner.worker.handler.cleaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import diner.shared.message.CleanHouse;
import diner.shared.message.CleaningOrder;
import diner.shared.message.CleaningOrder.PictureHouse;
import diner.shared.message.CleaningOrder.SeededHouse;
import diner.shared.message.Json;
import diner.worker.handler.CancelToken;
import diner.worker.handler.HandlerSetup;
import diner.worker.handler.JobFault;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CleaningHandlerTest {

  private static final long HEAP_BYTES = 64 << 20;

  private final CleaningHandler handler = new CleaningHandler(HEAP_BYTES);
  private final CancelToken never = new CancelToken();

  @Test
  void isTheKindCleaningWithTenMinutesAnAttempt() {
    assertThat(handler.kind()).isEqualTo("cleaning");
    assertThat(handler.attemptLimit()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void cleansASeededHouseFromItsJson() throws Exception {
    // given
    var json = "{\"rooms\": 8, \"width\": 256, \"height\": 200, \"dirt\": 0.2, \"seed\": 42}";
    var order = Json.read(json.getBytes(StandardCharsets.UTF_8), handler.payloadType());

    // when
    var result = clean(order);

    // then
    assertThat(result.rooms()).hasSize(8);
    assertThat(result.psnrBefore()).isNotNull().isLessThan(14.0);
    assertThat(result.psnrAfter()).isNotNull().isGreaterThan(21.0);
    assertThat(result.image()).isNull();
    assertThat(result).isEqualTo(Json.read(Json.bytes(result), CleanHouse.class));
  }

  @Test
  void cleansAPictureAndReturnsItAsPng() {
    // given
    var truth = Cleaning.paint(5, 200, 150);
    var file = PictureFiles.encode(Cleaning.spill(truth, 0.2, 5), never);

    // when
    var result = clean(new PictureHouse(3, file));

    // then
    var image = result.image();
    assertThat(image).isNotNull();
    var cleaned = PictureFiles.decode(image == null ? new byte[0] : image, never);
    assertThat(Cleaning.psnr(truth, cleaned)).isGreaterThan(21.0);
    assertThat(Quality.sha256(cleaned, never)).isEqualTo(result.sha256());
    assertThat(result.psnrBefore()).isNull();
    assertThat(result.psnrAfter()).isNull();
  }

  @Test
  void givesTheSameResultForAnyNumberOfRooms() {
    var one = clean(new SeededHouse(1, 300, 220, 0.5, 9));
    var many = clean(new SeededHouse(16, 300, 220, 0.5, 9));

    assertThat(many.sha256()).isEqualTo(one.sha256());
    assertThat(many.dirtBefore()).isEqualTo(one.dirtBefore());
    assertThat(many.dirtAfter()).isEqualTo(one.dirtAfter());
  }

  @Test
  void asksForThreeBytesAPixelOfASeededHouseAndForItsBlocksAndRoomsInWork() {
    // given a worker of three cleaners
    var vertx = Vertx.vertx();
    try {
      handler.open(new HandlerSetup(vertx, Map.of("cleaners", "3")));
    } finally {
      vertx.close();
    }

    // then
    assertThat(handler.footprintBytes(new SeededHouse(8, 1024, 1024, 0.2, 42)))
        .isEqualTo((3 << 20) + 32 * 32 * 44 + 3 * (1 << 18));
    assertThat(handler.footprintBytes(new SeededHouse(2, 1, 10_000, 0.2, 42)))
        .isEqualTo(3 * 10_000 + 313 * 44 + 2 * (1 << 18));
  }

  @Test
  void refusesAHouseThatTheHeapCantBearBeforeAllocatingIt() {
    var palace = new SeededHouse(8, 40_000, 40_000, 0.2, 1);

    var allocated =
        allocatedBytes(() -> {
          assertTooLarge(() -> handler.footprintBytes(palace), "1600000000", "22369621");
          assertTooLarge(() -> begin(palace), "1600000000", "22369621");
        });

    assertThat(allocated).isLessThan(4 << 20);
  }

  @Test
  void refusesAHouseTooLargeForAnyHeap() {
    var spacious = new CleaningHandler(Long.MAX_VALUE);
    var palace = new SeededHouse(8, 40_000, 40_000, 0.2, 1);
    var largest = new SeededHouse(8, Integer.MAX_VALUE, Integer.MAX_VALUE, 0.2, 1);

    assertTooLarge(() -> spacious.footprintBytes(palace), "1600000000", "268435456");
    assertTooLarge(() -> spacious.footprintBytes(largest), "4611686014132420609", "268435456");
  }

  @Test
  void refusesPicturesByTheirHeadersBeforeDecodingThem() throws IOException {
    // given files of a few hundred bytes that claim to be huge
    var small = new ByteArrayOutputStream();
    ImageIO.write(PictureRasters.image(Cleaning.paint(1, 8, 8)), "jpeg", small);
    var jpeg = HostilePictures.claiming(small.toByteArray(), 65_000, 65_000);
    var warmedUp = handler.footprintBytes(new PictureHouse(1, small.toByteArray()));

    // when
    var allocated =
        allocatedBytes(() -> {
          assertTooLarge(
              () -> begin(new PictureHouse(1, HostilePictures.png(40_000, 40_000))),
              "1600000000",
              "13421772");
          assertTooLarge(
              () -> begin(new PictureHouse(1, HostilePictures.png(0x7fffffff, 0x7fffffff))),
              "4611686014132420609",
              "13421772");
          assertTooLarge(() -> begin(new PictureHouse(1, jpeg)), "4225000000", "13421772");
        });

    // then
    assertThat(warmedUp).isEqualTo(8 * 8 * 5 + 44 + (1 << 18));
    assertThat(allocated).isLessThan(8 << 20);
  }

  @Test
  void refusesMoreRoomsThanPixels() {
    assertThatThrownBy(() -> begin(new SeededHouse(17, 4, 4, 0.2, 1)))
        .isInstanceOfSatisfying(
            JobFault.class,
            fault -> {
              assertThat(fault.kind()).isEqualTo(JobFault.Kind.PERMANENT);
              assertThat(fault.type()).isEqualTo("too-many-rooms");
              assertThat(fault.message())
                  .isEqualTo(
                      "a house of 4 x 4 has 16 pixels, too few for 17 rooms:"
                          + " a room needs at least one");
            });
  }

  @Test
  void stopsAtOnceWhenCancelled() {
    // given a house half cleaned
    var cancel = new CancelToken();
    var order = new SeededHouse(4, 400, 400, 0.2, 1);
    var work = handler.begin(order, Cleaning.job(cancel));
    var parts = new ArrayList<CleanedRoom>();
    for (var part = 0; part < 4; part++) {
      parts.add(compute(work, part));
    }

    // when
    cancel.cancel();

    // then
    assertCancelled(() -> work.compute(1, 0));
    assertCancelled(() -> work.merge(parts));
    assertCancelled(() -> handler.begin(order, Cleaning.job(cancel)));
  }

  /** Broken files in their hundreds: each is cleaned or fails for good, none escapes. */
  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg"})
  void endsInAResultOrAPermanentFaultWhateverTheBytes(String format) throws IOException {
    var seed = System.nanoTime();
    System.out.println("random bytes as " + format + ", seed " + seed);
    var random = new SplittableRandom(seed);
    var out = new ByteArrayOutputStream();
    ImageIO.write(PictureRasters.image(Cleaning.paint(1, 24, 24)), format, out);
    var good = out.toByteArray();

    for (var i = 0; i < 1_500; i++) {
      var bytes = i % 3 == 0 ? randomBehindSignature(good, random) : mutated(good, random);
      assertThatCode(() -> cleanOrFailForGood(bytes))
          .as("seed %d, turn %d", seed, i)
          .doesNotThrowAnyException();
    }
  }

  private void cleanOrFailForGood(byte[] bytes) {
    try {
      clean(new PictureHouse(2, bytes));
    } catch (JobFault fault) {
      assertThat(fault.kind()).isEqualTo(JobFault.Kind.PERMANENT);
      assertThat(fault.message()).doesNotContain("\n").hasSizeLessThan(400);
    }
  }

  private static byte[] mutated(byte[] good, SplittableRandom random) {
    var bytes =
        Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(9, good.length) : good.length);
    for (var flips = random.nextInt(1, 8); flips > 0; flips--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }

  private static byte[] randomBehindSignature(byte[] good, SplittableRandom random) {
    var bytes = new byte[random.nextInt(9, 400)];
    random.nextBytes(bytes);
    System.arraycopy(good, 0, bytes, 0, 8);
    return bytes;
  }

  private CleanHouse clean(CleaningOrder order) {
    var work = begin(order);
    var parts = new ArrayList<CleanedRoom>();
    for (var part = 0; part < work.parts(); part++) {
      parts.add(compute(work, part));
    }
    return work.merge(List.copyOf(parts));
  }

  private HouseWork begin(CleaningOrder order) {
    return handler.begin(order, Cleaning.job(never));
  }

  private static CleanedRoom compute(HouseWork work, int part) {
    return work.compute(part, 0);
  }

  private static void assertTooLarge(ThrowingCallable call, String asked, String bearable) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            JobFault.class,
            fault -> {
              assertThat(fault.kind()).isEqualTo(JobFault.Kind.PERMANENT);
              assertThat(fault.type()).isEqualTo("house-too-large");
              assertThat(fault.message()).contains(asked + " pixels").contains("bear " + bearable);
            });
  }

  private static void assertCancelled(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            JobFault.class, fault -> assertThat(fault.type()).isEqualTo("cancelled"));
  }

  /** What this thread allocated on the heap while it ran something. */
  private static long allocatedBytes(Runnable action) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    var before = threads.getCurrentThreadAllocatedBytes();
    action.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}

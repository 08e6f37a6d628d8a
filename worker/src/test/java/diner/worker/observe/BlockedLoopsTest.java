package diner.worker.observe;

import static org.assertj.core.api.Assertions.assertThat;

import diner.worker.Warnings;
import diner.worker.example.SoupHandler;
import diner.worker.handler.Handlers;
import diner.worker.observe.BlockedLoops.Block;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlockedLoopsTest {

  private static final StackTraceElement[] SOUP = {
    new StackTraceElement("diner.worker.example.SoupHandler", "handle", "SoupHandler.java", 42)
  };
  private static final StackTraceElement[] NOBODY = {};

  private final Handlers handlers = new Handlers(List.of(new SoupHandler()));
  private final Metrics metrics = new Metrics(handlers.kinds());
  private final BlockedLoops blocked = new BlockedLoops(handlers, metrics);
  private final Warnings warnings = Warnings.of(BlockedLoops.class);
  private final Thread loop = new Thread("loop-1");

  @AfterEach
  void close() {
    warnings.close();
  }

  @BeforeEach
  void watch() {
    blocked.watch(_ -> Optional.empty());
  }

  @Test
  void saysAndCountsNothingBeforeThereAreJobs() {
    var starting = new BlockedLoops(handlers, metrics);

    starting.onBlocked(new Block(loop, SOUP, millis(150), millis(1_000)));

    assertThat(warnings.lines()).isEmpty();
    assertThat(count("soup")).isZero();
  }

  @Test
  void namesTheKindHowLongAndWhere() {
    seen(SOUP, 150, 1_000);

    assertThat(warnings.lines()).hasSize(1);
    assertThat(warnings.lines().getFirst())
        .containsEntry("kind", "soup")
        .containsEntry("blockedForMillis", 150L)
        .containsEntry("at", "diner.worker.example.SoupHandler.handle:42")
        .containsEntry("loop", "loop-1");
  }

  @Test
  void countsABlockOnceHoweverOftenItIsSeen() {
    seen(SOUP, 150, 1_000);
    seen(SOUP, 250, 1_100);
    seen(SOUP, 350, 1_200);
    assertThat(count("soup")).isEqualTo(1);

    seen(SOUP, 110, 1_400); // began at 1290, after the loop was last seen blocked
    assertThat(count("soup")).isEqualTo(2);
  }

  @Test
  void aBlockThatTwoKindsMakeOneAfterTheOtherCountsForBoth() {
    seen(NOBODY, 150, 1_000);
    seen(SOUP, 250, 1_100);
    seen(SOUP, 350, 1_200);

    assertThat(count("unknown")).isEqualTo(1);
    assertThat(count("soup")).isEqualTo(1);
  }

  @Test
  void aBlockStaysItsKindsWhereTheFramesDoNotTellAnyMore() {
    seen(SOUP, 150, 1_000);
    seen(NOBODY, 250, 1_100);
    assertThat(count("soup")).isEqualTo(1);
    assertThat(count("unknown")).isZero();

    seen(NOBODY, 100, 1_300); // another block
    assertThat(count("unknown")).isEqualTo(1);
  }

  @Test
  void countsTheBlocksOfTwoLoopsApart() {
    seen(SOUP, 150, 1_000);
    blocked.onBlocked(new Block(new Thread("loop-2"), SOUP, millis(150), millis(1_000)));

    assertThat(count("soup")).isEqualTo(2);
  }

  @Test
  void saysOneLineAMinuteForAKindWithTheNumberLeftOut() {
    seen(SOUP, 150, 1_000);
    seen(SOUP, 250, 1_100); // the same
    seen(SOUP, 150, 2_000);
    seen(SOUP, 150, 60_999);
    assertThat(warnings.lines()).hasSize(1);

    seen(SOUP, 150, 61_001);
    assertThat(warnings.lines()).hasSize(2);
    assertThat(warnings.lines().get(0)).containsEntry("leftOut", 0);
    assertThat(warnings.lines().get(1)).containsEntry("leftOut", 2);
  }

  @Test
  void saysAnewEachMinuteThatALoopStaysBlocked() {
    for (var at = 1_000; at < 121_000; at += 100) {
      seen(SOUP, at - 900, at);
    }

    assertThat(count("soup")).isEqualTo(1);
    assertThat(warnings.lines()).hasSize(2);
    assertThat(warnings.lines().get(1))
        .containsEntry("leftOut", 0)
        .containsEntry("blockedForMillis", 60_100L);
  }

  @Test
  void aLineOnOneKindIsNoReasonToLeaveOutAnother() {
    seen(SOUP, 150, 1_000);
    seen(NOBODY, 150, 2_000);

    assertThat(warnings.lines()).extracting("kind").containsExactly("soup", "unknown");
    assertThat(count("unknown")).isEqualTo(1);
  }

  @Test
  void asksWhichHandlerIsBeingCalledWhereTheFramesDoNotTell() {
    blocked.watch(thread -> thread.equals(loop) ? Optional.of("soup") : Optional.empty());

    seen(NOBODY, 150, 1_000);

    assertThat(count("soup")).isEqualTo(1);
    assertThat(count("unknown")).isZero();
  }

  private void seen(StackTraceElement[] frames, int blockedMillis, int atMillis) {
    blocked.onBlocked(new Block(loop, frames, millis(blockedMillis), millis(atMillis)));
  }

  private int count(String kind) {
    return (int)
        Scrape.of(metrics.scrape())
            .value("diner_worker_event_loop_blocked_total", "kind=\"%s\"".formatted(kind));
  }

  private static long millis(int millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}

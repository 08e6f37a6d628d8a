package diner.worker.observe;

import static org.assertj.core.api.Assertions.assertThat;

import diner.worker.example.SoupHandler;
import diner.worker.handler.Handlers;
import diner.worker.handler.burgers.BurgersHandler;
import diner.worker.handler.cleaning.CleaningHandler;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KindOfCodeTest {

  private static final StackTraceElement SLEEP = frame("java.lang.Thread", "sleep", 509);
  private static final StackTraceElement VERTX =
      frame("io.vertx.core.impl.future.FutureImpl", "emit", 1);

  /** Soup is in the tests' jar, alone; the two built-in kinds share theirs. */
  private final KindOfCode code =
      new KindOfCode(
          new Handlers(List.of(new SoupHandler(), new BurgersHandler(), new CleaningHandler())));

  @ParameterizedTest
  @CsvSource({
    "diner.worker.example.SoupHandler, soup",
    "diner.worker.example.SoupHandler$Order, soup",
    "diner.worker.handler.burgers.Call, burgers",
    "diner.worker.handler.cleaning.HouseWork$Part$1, cleaning",
    "diner.worker.Warnings, soup", // by its jar
  })
  void findsTheKindByClassPackageAndJar(String className, String kind) {
    StackTraceElement[] frames = {SLEEP, frame(className, "work", 42), VERTX};

    assertThat(code.find(frames)).contains(kind);
    assertThat(code.place(frames, kind)).isEqualTo(className + ".work:42");
  }

  @ParameterizedTest
  @CsvSource({
    "diner.worker.lane.WaitingLoop", // of the jar that two kinds share
    "org.example.Elsewhere",
    "NoPackage",
  })
  void whatIsNobodysOrSharedIsOfNoKind(String className) {
    StackTraceElement[] frames = {SLEEP, frame(className, "work", 42), VERTX};

    assertThat(code.find(frames)).isEmpty();
    assertThat(code.place(frames, Metrics.UNKNOWN_KIND)).isEqualTo(className + ".work:42");
  }

  @Test
  void aHandlersOwnClassCountsMoreThanAPackageOfAnotherOnTopOfIt() {
    StackTraceElement[] frames = {
      SLEEP,
      frame("diner.worker.handler.burgers.Call", "borrowed", 1),
      frame("diner.worker.example.SoupHandler", "lambda$handle$0", 2),
      VERTX
    };

    assertThat(code.find(frames)).contains("soup");
    assertThat(code.place(frames, "soup"))
        .isEqualTo("diner.worker.example.SoupHandler.lambda$handle$0:2");
  }

  @Test
  void aPlaceIsNamedWhereThereIsNothingButThePlatform() {
    StackTraceElement[] frames = {SLEEP, VERTX};

    assertThat(code.find(frames)).isEmpty();
    assertThat(code.place(frames, Metrics.UNKNOWN_KIND)).isEqualTo("java.lang.Thread.sleep:509");
    assertThat(code.place(Arrays.copyOf(frames, 0), "soup")).isEqualTo("nowhere");
  }

  private static StackTraceElement frame(String className, String method, int line) {
    return new StackTraceElement(className, method, "Some.java", line);
  }
}

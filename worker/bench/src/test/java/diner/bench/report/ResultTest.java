package diner.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.message.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTest {

  private static final Machine MACHINE =
      new Machine(2, "Some processor", 2048, "Linux amd64", "25", "4.4.0", "diner 0.1");
  private static final Row RATIO = Row.of("cleaners", "one / two", 1.79, Unit.TIMES);
  private static final Row BASELINE = Row.of("mixed", "baseline: alone, p99", 61.4, Unit.MILLIS);

  @Test
  void barsHoldUpToTheirLimitsOnly() {
    assertThat(Bar.under(4).holds(3.99)).isTrue();
    assertThat(Bar.under(4).holds(4)).isFalse();
    assertThat(Bar.atLeast(1.8).holds(1.8)).isTrue();
    assertThat(Bar.atLeast(1.8).holds(1.79)).isFalse();
    assertThat(Bar.exactly(1).holds(1)).isTrue();
    assertThat(Bar.exactly(1).holds(2)).isFalse();
  }

  @Test
  void figuresThatAreNoNumbersHoldNoBar() {
    assertThat(Bar.under(4).holds(Double.NaN)).isFalse();
    assertThat(Bar.atLeast(4).holds(Double.NaN)).isFalse();
  }

  @Test
  void resultHoldsWhereEveryBarDoes() {
    assertThat(new Result(MACHINE, List.of(BASELINE, RATIO.against(Bar.atLeast(1.5)))).holds())
        .isTrue();
    assertThat(new Result(MACHINE, List.of(BASELINE, RATIO.against(Bar.atLeast(1.8)))).holds())
        .isFalse();
  }

  @Test
  void tableIsAlignedAndSaysWhereItWasMeasured() {
    var result = new Result(MACHINE, List.of(RATIO.against(Bar.atLeast(1.8)), BASELINE));

    assertThat(result.toTable().lines())
        .containsExactly(
            "SCENARIO  WHAT                   FIGURE  BAR        HOLDS",
            "cleaners  one / two              1.79 x  >= 1.80 x  NO",
            "mixed     baseline: alone, p99  61.4 ms",
            "",
            "2 cores (Some processor), 2,048 MiB memory, Linux amd64; Java 25, Kafka 4.4.0, diner 0.1");
    assertThat(result.broken()).containsExactly("cleaners: one / two");
  }

  @Test
  void jsonHasTheFiguresUnrounded() throws Exception {
    var result = new Result(MACHINE, List.of(RATIO.against(Bar.atLeast(1.8)), BASELINE));

    var json = Json.codec().readTree(result.toJson());

    assertThat(json.path("machine").path("cores").asInt()).isEqualTo(2);
    assertThat(json.path("holds").asBoolean(true)).isFalse();
    assertThat(json.path("rows").get(0).path("figure").asDouble()).isEqualTo(1.79);
    assertThat(json.path("rows").get(0).path("bar").path("limit").asDouble()).isEqualTo(1.8);
    assertThat(json.path("rows").get(1).path("unit").asText()).isEqualTo("milliseconds");
    assertThat(json.path("rows").get(1).has("bar")).isFalse();
  }
}

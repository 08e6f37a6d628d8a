package diner.bench;

import diner.bench.report.Bar;
import diner.bench.report.Row;
import diner.bench.report.Samples;
import diner.bench.report.Unit;
import diner.bench.stage.Crowd;
import diner.bench.stage.Order;
import diner.bench.stage.Stage;
import diner.shared.cli.CommandFailure;
import diner.shared.cli.ExitCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What those feel who ask the HTTP gateway for burgers: thousands at once, and at a steady pace.
 */
final class Requests implements Scenario {

  private static final int AT_ONCE = 5_000;
  private static final int RAMP_PER_SECOND = 2_000;
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final int PER_SECOND = 200;
  private static final int PACED = 20 * PER_SECOND;
  private static final Duration KITCHEN = Duration.ofMillis(20);
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);
  private static final String HEAP = "-Xmx256m";
  private static final double MOST_ECHOES = 2;

  @Override
  public String name() {
    return "gateway";
  }

  @Override
  public String summary() {
    return "5,000 HTTP requests that wait at once; 200 a second against a bare Kafka echo";
  }

  @Override
  public List<Row> run(Stage stage, Rounds rounds) throws Exception {
    var rows = new ArrayList<Row>();
    rows.addAll(held(stage, rounds));
    rows.addAll(paced(stage, rounds));
    return rows;
  }

  private List<Row> held(Stage stage, Rounds rounds) throws Exception {
    var gateway = gateway(stage, "held", LONG);
    rounds.notes().accept("gateway: 5,000 requests at once");
    try (var crowd = new Crowd(gateway, AT_ONCE)) {
      crowd.ask(AT_ONCE, RAMP_PER_SECOND);
      var most = 0.0;
      var end = System.nanoTime() + LIMIT.toNanos();
      while (crowd.answered() < AT_ONCE && System.nanoTime() < end) {
        most = Math.max(most, stage.gauge(gateway, "diner_gateway_waiting"));
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
      }
      var answered = crowd.answered();
      return List.of(
          Row.of(name(), "waiting at once, heap 256 MiB", most, Unit.COUNT)
              .against(Bar.exactly(AT_ONCE)),
          Row.of(name(), "of 5,000 answered 200", (double) answered, Unit.COUNT)
              .against(Bar.exactly(AT_ONCE)),
          Row.of(
              name(), "slowest of them (kitchen: 10 s)", crowd.times().max() / 1e3, Unit.SECONDS));
    }
  }

  private List<Row> paced(Stage stage, Rounds rounds) throws Exception {
    var echo = stage.echo("echo");
    var gateway = gateway(stage, "paced", KITCHEN);
    try (var crowd = new Crowd(gateway, AT_ONCE)) {
      rounds.notes().accept("gateway: 200 requests a second, and the echo, warm-up");
      paced(crowd);
      echo.ask(PACED, PER_SECOND);
      rounds.notes().accept("gateway: 200 echoes a second for 20 s");
      var bare = echo.ask(PACED, PER_SECOND);
      rounds.notes().accept("gateway: 200 requests a second for 20 s");
      var ours = paced(crowd);
      var rows = new ArrayList<Row>();
      rows.addAll(rows(50, bare, ours));
      rows.addAll(rows(99, bare, ours));
      return rows;
    }
  }

  private static Samples paced(Crowd crowd) throws InterruptedException {
    crowd.ask(PACED, PER_SECOND);
    var end = System.nanoTime() + LIMIT.toNanos();
    while (crowd.answered() < PACED) {
      if (System.nanoTime() > end) {
        throw CommandFailure.of(
            "bench: gateway: %d of %d requests were answered 200 within %d s"
                .formatted(crowd.answered(), PACED, LIMIT.toSeconds()),
            ExitCode.TIMEOUT,
            null);
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
    }
    return crowd.times();
  }

  private List<Row> rows(int percent, Samples bare, Samples ours) {
    var echo = bare.percentile(percent);
    var mine = ours.percentile(percent);
    return List.of(
        Row.of(name(), "baseline: echo in transactions, p" + percent, echo, Unit.MILLIS),
        Row.of(name(), "request, kitchen of 20 ms, p" + percent, mine, Unit.MILLIS),
        Row.of(
                name(),
                "(request − kitchen) / echo, p" + percent,
                (mine - KITCHEN.toMillis()) / echo,
                Unit.TIMES)
            .against(Bar.atMost(MOST_ECHOES)));
  }

  /** A gateway with a worker of its own behind it, which has answered once. */
  private static String gateway(Stage stage, String prefix, Duration kitchen) throws Exception {
    var arguments = List.of("--kitchen-url", stage.kitchen(kitchen));
    var counter = stage.counter(prefix, "burgers", 8, arguments);
    counter.serve(Order.burgers(100), LIMIT);
    return stage.gateway(prefix, HEAP);
  }
}

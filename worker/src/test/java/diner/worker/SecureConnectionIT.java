package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diner.shared.cli.CommandFailure;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every command reaches a broker over TLS and with a login, or says in one line why not. */
@Timeout(120)
class SecureConnectionIT {

  @TempDir private static Path folder;

  private static SecureKafka kafka;
  private static Diner diner;

  @BeforeAll
  static void open() throws Exception {
    kafka = SecureKafka.start(folder);
    kafka.addScramUser("boss");
    diner = new Diner(kafka.openDoor());
  }

  @AfterAll
  static void close() {
    diner.close();
    kafka.close();
  }

  /** How a client may come. */
  enum WayIn {
    TLS(SecureKafka.TLS),
    MUTUAL_TLS(SecureKafka.MUTUAL_TLS),
    MUTUAL_TLS_PEM(SecureKafka.MUTUAL_TLS),
    PLAIN(SecureKafka.LOGIN),
    SCRAM(SecureKafka.LOGIN),
    OAUTHBEARER(SecureKafka.LOGIN);

    private final String listener;

    WayIn(String listener) {
      this.listener = listener;
    }

    Path settings() throws IOException {
      return switch (this) {
        case TLS -> kafka.file(kafka.trusting());
        case MUTUAL_TLS -> kafka.file(kafka.mutual(false));
        case MUTUAL_TLS_PEM -> kafka.file(kafka.mutual(true));
        case PLAIN -> kafka.login("PLAIN", "boss", SecureKafka.PASSWORD);
        case SCRAM -> kafka.login("SCRAM-SHA-512", "boss", SecureKafka.PASSWORD);
        case OAUTHBEARER -> kafka.token("boss");
      };
    }
  }

  @Test
  void everyCommandWorksAndJobsComeInEveryWay() throws Exception {
    var workers = new ArrayList<RunningWorker>();
    try {
      for (var way : List.of(WayIn.MUTUAL_TLS_PEM, WayIn.SCRAM, WayIn.OAUTHBEARER)) {
        workers.add(worker(way.listener, way.settings()));
      }
      Awaitility.await().atMost(Diner.LIMIT).until(() -> diner.members() == workers.size());
      for (var way : WayIn.values()) {
        var run = command(way, "enqueue burgers --number 1 --await");
        assertThat(run.code()).as(way + ": " + run.err()).isZero();
        var doctor = command(way, "doctor --group " + diner.group());
        assertThat(doctor.out().lines().filter(line -> !line.startsWith("ok ")))
            .as(way + ": " + doctor.err())
            .hasSize(2) // these workers read no houses, and what to do about that
            .first()
            .asString()
            .contains(diner.topics().jobs("cleaning"));
      }
      everyCommandWorks(WayIn.SCRAM);
    } finally {
      workers.forEach(RunningWorker::stop);
      workers.forEach(RunningWorker::close);
    }
  }

  private static void everyCommandWorks(WayIn way) throws Exception {
    var id = "job-by-" + way;
    for (var words :
        List.of(
            "enqueue burgers --id " + id,
            "await " + id,
            "replies",
            "lag --group " + diner.group(),
            "dead list",
            "dead redrive",
            "topics create",
            "topics describe")) {
      var run = command(way, words);
      assertThat(run.code()).as(words + ": " + run.err()).isZero();
    }
    serves(way);
  }

  private static void serves(WayIn way) throws Exception {
    var out = new StringWriter();
    var words =
        Command.words(
            kafka.bootstrapServers(way.listener),
            way.settings(),
            "serve --port 0 --topic-prefix " + diner.topics().prefix());
    var gateway = new FutureTask<>(() -> Command.run(words, out).code());
    var thread = Thread.ofPlatform().start(gateway);
    Awaitility.await().atMost(Diner.LIMIT).until(() -> out.toString().contains("http://"));
    try (var client = HttpClient.newHttpClient()) {
      var order =
          HttpRequest.newBuilder(URI.create(out.toString().strip() + "/burgers?number=1")).build();
      assertThat(client.send(order, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    }
    thread.interrupt();
    assertThat(gateway.get(20, TimeUnit.SECONDS)).isZero();
  }

  /** What is wrong, and what is said of it. */
  enum Wrong {
    PASSWORD("refused the login", "check sasl.*"),
    UNTRUSTED_CERTIFICATE("certificate is not trusted", "set ssl.truststore.location"),
    OTHER_HOST("certificate is for other names", "name the broker as its certificate does"),
    NO_CERTIFICATE_OF_ITS_OWN("refuses this client's certificate", "set ssl.keystore.location"),
    NO_TLS("speaks TLS", "set security.protocol=SSL or SASL_SSL"),
    LOGIN_WITHOUT_TLS("speaks TLS", "set security.protocol=SSL or SASL_SSL"),
    TLS_WHERE_NONE_IS("speaks no TLS", "name its TLS port"),
    NO_LOGIN("does not answer as a Kafka broker would", "TLS or SASL missing");

    private final String cause;
    private final String fix;

    Wrong(String cause, String fix) {
      this.cause = cause;
      this.fix = fix;
    }

    String address() {
      return switch (this) {
        case UNTRUSTED_CERTIFICATE, NO_TLS -> kafka.bootstrapServers(SecureKafka.TLS);
        case OTHER_HOST ->
            kafka.bootstrapServers(SecureKafka.TLS).replace("127.0.0.1", "localhost");
        case NO_CERTIFICATE_OF_ITS_OWN -> kafka.bootstrapServers(SecureKafka.MUTUAL_TLS);
        case PASSWORD, LOGIN_WITHOUT_TLS, NO_LOGIN -> kafka.bootstrapServers(SecureKafka.LOGIN);
        case TLS_WHERE_NONE_IS -> kafka.openDoor();
      };
    }

    Path settings() throws IOException {
      var settings = new HashMap<>(kafka.trusting());
      return switch (this) {
        case PASSWORD -> kafka.login("PLAIN", "boss", "wrong-" + SecureKafka.PASSWORD);
        case UNTRUSTED_CERTIFICATE -> {
          settings.put("ssl.truststore.location", kafka.client().trustStore().toString());
          yield kafka.file(settings);
        }
        case OTHER_HOST, NO_CERTIFICATE_OF_ITS_OWN, TLS_WHERE_NONE_IS, NO_LOGIN ->
            kafka.file(settings);
        case NO_TLS -> kafka.file(Map.of());
        case LOGIN_WITHOUT_TLS ->
            kafka.file(Map.of("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "PLAIN"));
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCommandSaysInOneLineWhatIsWrong(Wrong wrong) throws Exception {
    var run = Command.run(wrong.address(), wrong.settings(), "enqueue burgers");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .contains(wrong.cause)
        .contains(wrong.fix)
        .doesNotContain(SecureKafka.PASSWORD);
    assertThat(run.out()).isEmpty();
    assertThat(run.time()).isLessThan(Duration.ofSeconds(10));
  }

  /** Those that look as if Kafka were away are waited out, and told of in its log. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"TLS_WHERE_NONE_IS", "NO_LOGIN"})
  void aWorkerSaysInOneLineWhatIsWrongAndEnds(Wrong wrong) throws Exception {
    var end =
        RunningWorker.start(arguments(wrong.address(), wrong.settings()))
            .end()
            .orTimeout(10, TimeUnit.SECONDS);

    assertThatThrownBy(end::join)
        .cause()
        .isInstanceOfSatisfying(
            CommandFailure.class, failure -> assertThat(failure.exitCode()).isEqualTo(1))
        .message()
        .doesNotContain("\n")
        .contains(wrong.cause)
        .contains(wrong.fix)
        .doesNotContain(SecureKafka.PASSWORD);
  }

  private static RunningWorker worker(String listener, Path settings) {
    return RunningWorker.start(arguments(kafka.bootstrapServers(listener), settings));
  }

  private static List<String> arguments(String bootstrapServers, Path settings) {
    var arguments = new ArrayList<>(diner.workerArguments("--kitchen-delay", "1ms"));
    arguments.set(1, bootstrapServers);
    arguments.addAll(List.of("--command-config", settings.toString()));
    arguments.addAll(List.of("--topics", diner.topics().jobs("burgers")));
    return arguments;
  }

  private static Command command(WayIn way, String words) throws IOException {
    return Command.run(
        kafka.bootstrapServers(way.listener),
        way.settings(),
        words + " --topic-prefix " + diner.topics().prefix());
  }
}

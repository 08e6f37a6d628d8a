package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import diner.shared.message.Header;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What is secret is printed nowhere, also not by Kafka's client with all it logs at DEBUG. */
@Timeout(120)
class SecretsIT {

  private static final Logger KAFKA_CLIENT =
      (Logger) LoggerFactory.getLogger("org.apache.kafka.clients");
  private static final Logger KAFKA_COMMON =
      (Logger) LoggerFactory.getLogger("org.apache.kafka.common");
  private static final Logger OURS = (Logger) LoggerFactory.getLogger("diner");

  @TempDir private static Path folder;

  private static SecureKafka kafka;
  private static Diner diner;

  private LogLines log;

  @BeforeAll
  static void open() {
    kafka = SecureKafka.start(folder);
    diner = new Diner(kafka.openDoor());
  }

  @AfterAll
  static void close() {
    diner.close();
    kafka.close();
  }

  @BeforeEach
  void listen() {
    log = LogLines.inPlaceOfTheConsole();
    Stream.of(KAFKA_CLIENT, KAFKA_COMMON, OURS).forEach(logger -> logger.setLevel(Level.DEBUG));
  }

  @AfterEach
  void listenNoMore() {
    Stream.of(KAFKA_CLIENT, KAFKA_COMMON, OURS).forEach(logger -> logger.setLevel(null));
    log.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "topics create",
        "topics describe",
        "enqueue burgers",
        "replies",
        "lag",
        "dead list",
        "dead redrive"
      })
  void aCommandPrintsNoSecret(String words) {
    var all = new ArrayList<>(List.of(words.split(" ", -1)));
    all.addAll(List.of("--topic-prefix", diner.topics().prefix()));
    all.addAll(connection(jaas("")));

    var run = Command.run(all, new StringWriter());

    assertThat(run.code()).as(run.err()).isZero();
    requireNoSecret(run);
  }

  static Stream<List<String>> mistakes() {
    var secret = SecureKafka.PASSWORD;
    return Stream.of(
        connection(jaas("wrong-")),
        connection(secret),
        connection("some.Module required password=" + secret + ";"),
        connection(jaas("").replace(";", "")),
        List.of("-X", "sasl.jaas.config=Module", "required", "password=\"" + secret + "\";"),
        List.of("--ssl.key.password=" + secret),
        Stream.concat(
                connection(jaas("")).stream(), Stream.of("-X", "ssl.truststore.location=/none"))
            .toList(),
        Stream.concat(
                connection(jaas("")).stream(),
                Stream.of("-X", "ssl.truststore.password=x" + secret))
            .toList());
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeRepeatsNoSecret(List<String> options) {
    var all = new ArrayList<>(List.of("enqueue", "burgers"));
    all.addAll(options);

    var run = Command.run(all, new StringWriter());

    assertThat(run.code()).isNotZero();
    assertThat(run.err()).isNotBlank().doesNotContain("\tat ");
    requireNoSecret(run);
  }

  @Test
  void aWorkerPrintsNoSecret() throws Exception {
    var arguments = new ArrayList<>(diner.workerArguments("--kitchen-delay", "1ms"));
    arguments.subList(0, 2).clear();
    arguments.addAll(connection(jaas("")));
    diner.send(diner.topics().jobs("burgers"), "{\"number\":1}", Header.of("job-id", "one"));

    try (var _ = RunningWorker.start(arguments)) {
      diner.reply("one");
    }

    assertThat(log.all()).isNotEmpty().noneMatch(line -> line.contains(SecureKafka.PASSWORD));
  }

  /** Kafka's print-out of its settings shows that it was listened to. */
  private void requireNoSecret(Command run) {
    assertThat(run.out() + run.err()).doesNotContain(SecureKafka.PASSWORD);
    assertThat(log.all()).noneMatch(line -> line.contains(SecureKafka.PASSWORD));
    if (run.code() == 0) {
      assertThat(log.all()).anyMatch(line -> line.contains("sasl.jaas.config = [hidden]"));
    }
  }

  private static List<String> connection(String jaas) {
    var options = new ArrayList<String>();
    kafka.trusting().forEach((name, value) -> options.addAll(List.of("-X", name + "=" + value)));
    options.addAll(List.of("-X", "security.protocol=SASL_SSL", "-X", "sasl.mechanism=PLAIN"));
    options.addAll(List.of("-X", "sasl.jaas.config=" + jaas));
    options.addAll(List.of("-b", kafka.bootstrapServers(SecureKafka.LOGIN)));
    return options;
  }

  private static String jaas(String wrong) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"boss\""
        + " password=\"%s%s\";".formatted(wrong, SecureKafka.PASSWORD);
  }
}

package diner.localkafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/kafka} as a process: what it prints, how it ends, what a kill leaves. */
@Timeout(60)
class LocalKafkaProcessIT {

  @Test
  void printsOnlyItsAddressOnStdoutAndEndsWellOnSigterm() throws Exception {
    var process = start("--port", "0");
    try (var stdout = process.inputReader(StandardCharsets.UTF_8)) {
      var address = stdout.readLine();
      assertThat(address).matches("127\\.0\\.0\\.1:\\d+");

      // Not Process.destroy(), which closes the streams that are read here.
      process.toHandle().destroy();

      assertThat(stdout.readLine()).isNull();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      end(process);
    }
  }

  @Test
  void servesTheSameTopicsAfterItWasKilled(@TempDir Path folder) throws Exception {
    var first = start("--port", "0", "--data", folder.toString());
    try (var stdout = first.inputReader(StandardCharsets.UTF_8)) {
      createTopic(address(stdout));
    } finally {
      end(first); // forcibly: kill -9
    }

    var second = start("--port", "0", "--data", folder.toString());
    try (var stdout = second.inputReader(StandardCharsets.UTF_8)) {
      assertThat(topics(address(stdout))).containsExactly("survivor");
    } finally {
      end(second);
    }
  }

  @Test
  void exitsWithOneLineWhenThePortIsTaken() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.ofLiteral(LoopbackSockets.HOST))) {
      var process = start("--port", Integer.toString(other.getLocalPort()));
      try (var stderr = process.errorReader(StandardCharsets.UTF_8)) {
        assertThat(stderr.readLine()).startsWith("kafka: port " + other.getLocalPort());
        assertThat(stderr.readLine()).isNull();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
      } finally {
        end(process);
      }
    }
  }

  @Test
  void callsAPortOutOfRangeWrongUsage() throws Exception {
    var process = start("--port", "70000");
    try (var stderr = process.errorReader(StandardCharsets.UTF_8)) {
      assertThat(stderr.readLine()).contains("--port").contains("0 to 65535").contains("70000");
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(2);
    } finally {
      end(process);
    }
  }

  private static Process start(String... arguments) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dlogback.configurationFile=diner/localkafka/logback-foreground.xml",
                "-cp",
                System.getProperty("java.class.path"),
                LocalKafkaMain.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).start();
  }

  private static String address(BufferedReader stdout) throws IOException {
    var line = stdout.readLine();
    assertThat(line).as("address on stdout").isNotNull();
    return line;
  }

  private static void createTopic(String address) throws Exception {
    try (var admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address))) {
      admin
          .createTopics(List.of(new NewTopic("survivor", 1, (short) 1)))
          .all()
          .get(20, TimeUnit.SECONDS);
    }
  }

  private static Set<String> topics(String address) throws Exception {
    try (var admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address))) {
      return admin.listTopics().names().get(20, TimeUnit.SECONDS);
    }
  }

  private static void end(Process process) throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }
}

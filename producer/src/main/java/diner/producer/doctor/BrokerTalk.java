package diner.producer.doctor;

import diner.producer.doctor.Contact.Advertised;
import diner.producer.doctor.Contact.Cause;
import diner.shared.kafka.KafkaSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.BootstrapConfiguration;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.ManualMetadataUpdater;
import org.apache.kafka.clients.MetadataRecoveryStrategy;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.NetworkClientUtils;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.Selector;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.LogContext;

/**
 * Asks one broker for its cluster, with TLS and login as they are set. Kafka's public clients leave
 * the address they were given at once for those that the cluster advertises, and only say that it
 * took too long where these are wrong; so this alone uses the layer below them.
 */
final class BrokerTalk {

  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final int ANY_BROKER = -1;
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int BACKOFF_MILLIS = 100;

  private BrokerTalk() {}

  static Contact hold(Address address, KafkaSettings settings) {
    try (var metrics = new Metrics();
        var client = client(settings, metrics)) {
      var broker = new Node(ANY_BROKER, address.host(), address.port());
      if (!NetworkClientUtils.awaitReady(client, broker, Time.SYSTEM, LIMIT.toMillis())) {
        return silent(address);
      }
      var request =
          client.newClientRequest(
              broker.idString(),
              MetadataRequest.Builder.forTopicNames(List.of(), false),
              Time.SYSTEM.milliseconds(),
              true);
      var response = NetworkClientUtils.sendAndReceive(client, request, Time.SYSTEM);
      return response.responseBody() instanceof MetadataResponse metadata
          ? broker(metadata)
          : silent(address);
    } catch (SslAuthenticationException e) {
      return Caller.none(
          Cause.MISUNDERSTOOD,
          "%s: TLS does not come about: %s".formatted(address, reason(e)),
          "check ssl.truststore.* (and ssl.keystore.*) in --command-config, that the certificate"
              + " names this host, and that the port speaks TLS");
    } catch (AuthenticationException e) {
      return Caller.none(
          Cause.MISUNDERSTOOD,
          "%s refuses the login: %s".formatted(address, reason(e)),
          "check sasl.mechanism and sasl.jaas.config in --command-config");
    } catch (IOException e) {
      return Caller.none(
          Cause.MISUNDERSTOOD,
          "%s cuts this client off before it answers".formatted(address),
          "it probably expects TLS or a login: set security.protocol in --command-config");
    } catch (KafkaException e) {
      return Caller.none(
          Cause.MISUNDERSTOOD,
          "%s was not called, a setting is wrong: %s".formatted(address, reason(e)),
          "check -X and --command-config");
    }
  }

  private static NetworkClient client(KafkaSettings settings, Metrics metrics) {
    var log = new LogContext("doctor: ");
    var config =
        new AdminClientConfig(
            settings.over(Map.of(AdminClientConfig.CLIENT_ID_CONFIG, "producer-doctor")));
    var channels = ClientUtils.createChannelBuilder(config, Time.SYSTEM, log);
    return new NetworkClient(
        new Selector(LIMIT.toMillis(), metrics, Time.SYSTEM, "doctor", channels, log),
        new ManualMetadataUpdater(),
        "producer-doctor",
        1,
        BACKOFF_MILLIS,
        BACKOFF_MILLIS,
        BUFFER_BYTES,
        BUFFER_BYTES,
        (int) LIMIT.toMillis(),
        LIMIT.toMillis(),
        LIMIT.toMillis(),
        Time.SYSTEM,
        true,
        new ApiVersions(),
        log,
        MetadataRecoveryStrategy.NONE,
        BootstrapConfiguration.DISABLED,
        false);
  }

  private static Contact broker(MetadataResponse metadata) {
    return new Contact.Broker(
        String.valueOf(metadata.clusterId()),
        metadata.brokers().stream()
            .map(each -> new Advertised(each.id(), new Address(each.host(), each.port())))
            .toList());
  }

  private static Contact silent(Address address) {
    return Caller.none(
        Cause.SILENT,
        "%s takes the connection, but does not answer as a Kafka broker".formatted(address),
        "check the port, and security.protocol in --command-config");
  }

  /** The innermost message says what is wrong, the outer ones that something is. */
  private static String reason(Throwable failure) {
    var cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}

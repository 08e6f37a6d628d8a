package diner.producer;

import diner.shared.cli.FirstContact;
import diner.shared.kafka.KafkaSettings;
import diner.shared.kafka.TopicCreation;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

/**
 * A command's admin client, opened with a look at the broker, so that one that is away is said
 * within seconds. Owned by the thread that opened it; the client itself may be used by any.
 */
public final class KafkaConnection implements AutoCloseable {

  /**
   * How long a broker may take to answer. Finding the cause takes another second, starting Java one
   * more: the person hears of it within 10 s.
   */
  public static final Duration LIMIT = Duration.ofSeconds(5);

  private final Admin admin;

  private KafkaConnection(Admin admin) {
    this.admin = admin;
  }

  /**
   * Connects.
   *
   * @throws org.apache.kafka.common.KafkaException where no broker answers within the limit
   * @throws diner.shared.cli.CommandFailure where something else than a broker answers
   */
  public static KafkaConnection open(KafkaSettings settings) {
    FirstContact.make(settings);
    var limits =
        Map.of(
            AdminClientConfig.CLIENT_ID_CONFIG,
            "producer-admin",
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            (int) LIMIT.toMillis(),
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            (int) LIMIT.toMillis(),
            AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG,
            false);
    var connection = new KafkaConnection(Admin.create(settings.over(limits)));
    try {
      connection.check();
      return connection;
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Asks the broker for a sign of life; throws where there is none within the limit. */
  void check() {
    var options = new DescribeClusterOptions().timeoutMs((int) LIMIT.toMillis());
    TopicCreation.await(admin.describeCluster(options).nodes(), LIMIT.plusMillis(500));
  }

  public Admin admin() {
    return admin;
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}

package diner.worker;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says how long others wait for a worker of this group that died, where that is the brokers' to
 * decide. Only says it: nothing depends on the answer.
 */
final class SessionTimeout {

  private static final Logger log = LoggerFactory.getLogger(SessionTimeout.class);
  private static final String CONFIG = "consumer.session.timeout.ms";

  private SessionTimeout() {}

  static void say(Admin admin, String group) {
    var resource = new ConfigResource(ConfigResource.Type.GROUP, group);
    var answer =
        admin
            .describeConfigs(List.of(resource))
            .values()
            .getOrDefault(resource, KafkaFuture.completedFuture(new Config(List.of())));
    var _ = answer.whenComplete((config, error) -> say(error == null ? config.get(CONFIG) : null));
  }

  private static void say(@Nullable ConfigEntry timeout) {
    if (timeout == null || timeout.value() == null) {
      log.info("a worker that dies is missed after the broker's session time-out, 45 s by default");
    } else {
      log.atInfo()
          .addKeyValue("after", Duration.ofMillis(Long.parseLong(timeout.value())))
          .log("a worker that dies is missed after the broker's session time-out");
    }
  }
}

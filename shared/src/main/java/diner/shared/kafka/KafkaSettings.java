package diner.shared.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;

/**
 * How to reach Kafka: client properties by name, as Kafka's own tools take them. Printing them
 * hides what is secret.
 */
public record KafkaSettings(Map<String, String> properties) {

  private static final Pattern SECRET =
      Pattern.compile("(?i)password|jaas|key|secret|token|credential|assertion");

  public KafkaSettings {
    properties = Map.copyOf(properties);
  }

  /**
   * Settings from the command line; the later of these wins: the file, the bootstrap servers, the
   * single properties.
   *
   * @throws IOException where the file can't be read
   */
  public static KafkaSettings of(
      String bootstrapServers, @Nullable Path commandConfig, Map<String, String> overrides)
      throws IOException {
    var all = new HashMap<String, String>();
    if (commandConfig != null) {
      var file = new Properties();
      try (var in = Files.newBufferedReader(commandConfig)) {
        file.load(in);
      }
      file.stringPropertyNames().forEach(name -> all.put(name, file.getProperty(name)));
    }
    all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    all.putAll(overrides);
    return new KafkaSettings(all);
  }

  public String bootstrapServers() {
    return properties.getOrDefault(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "");
  }

  /** Properties for one client: the defaults given here, overridden by the user's settings. */
  public Map<String, Object> over(Map<String, ?> defaults) {
    var all = new HashMap<String, Object>(defaults);
    all.putAll(properties);
    return all;
  }

  /** Properties for one client, where some must hold whatever the user set. */
  public Map<String, Object> over(Map<String, ?> defaults, Map<String, ?> fixed) {
    var all = over(defaults);
    all.putAll(fixed);
    return all;
  }

  @Override
  public String toString() {
    var shown = new TreeMap<>(properties);
    shown.replaceAll((name, value) -> SECRET.matcher(name).find() ? "[hidden]" : value);
    return "KafkaSettings" + shown;
  }
}

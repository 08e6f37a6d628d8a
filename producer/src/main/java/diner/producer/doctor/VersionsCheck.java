package diner.producer.doctor;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** What the cluster can do that workers make use of. */
record VersionsCheck(Patient patient) implements Check {

  private static final String METADATA = "metadata.version";
  private static final String GROUP = "group.version";
  private static final String TRANSACTION = "transaction.version";

  @Override
  public String name() {
    return "versions";
  }

  @Override
  public Diagnosis examine() {
    try {
      var levels = new HashMap<String, Integer>();
      Patient.await(patient.admin().describeFeatures().featureMetadata())
          .finalizedFeatures()
          .forEach((feature, range) -> levels.put(feature, (int) range.maxVersionLevel()));
      return judge(levels);
    } catch (UnsupportedVersionException e) {
      return judge(Map.of());
    }
  }

  /**
   * Judges what is finalized.
   *
   * @param levels by feature
   */
  static Diagnosis judge(Map<String, Integer> levels) {
    if (!levels.containsKey(METADATA)) {
      return new Diagnosis.Skipped(
          "the brokers do not tell what they can do: they are older than Kafka 3.3, or not Apache"
              + " Kafka; Diner is tested with 4.4");
    }
    var seen =
        "%s %d; transactions %s; --group-protocol consumer (KIP-848) %s"
            .formatted(
                METADATA,
                levels.get(METADATA),
                levels.getOrDefault(TRANSACTION, 0) >= 2 ? "of version 2" : "of version 1",
                levels.getOrDefault(GROUP, 0) >= 1
                    ? "available"
                    : "not available, classic is (the default)");
    return new Diagnosis.Well(seen);
  }
}

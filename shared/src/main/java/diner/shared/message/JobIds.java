package diner.shared.message;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import com.fasterxml.uuid.impl.UUIDUtil;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Job ids: UUIDs of version 7 (RFC 9562), whose time tells where in a topic to look for a reply.
 */
public final class JobIds {

  /** Longest id that a job may bring along, in characters. */
  public static final int MAX_LENGTH = 200;

  private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

  private JobIds() {}

  /** A new id; safe for use by many threads. */
  public static String next() {
    return GENERATOR.generate().toString();
  }

  /** When an id was made, to the millisecond; empty for ids that are no UUID of version 7. */
  public static Optional<Instant> madeAt(String id) {
    if (id.length() != 36) {
      return Optional.empty();
    }
    try {
      var uuid = UUID.fromString(id);
      return uuid.version() == 7
          ? Optional.of(Instant.ofEpochMilli(UUIDUtil.extractTimestamp(uuid)))
          : Optional.empty();
    } catch (IllegalArgumentException notAUuid) {
      return Optional.empty();
    }
  }
}

package diner.shared.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A record's headers in their order; as in Kafka, the last of a name counts. Immutable. */
public record Headers(List<Header> all) {

  public static final Headers NONE = new Headers(List.of());

  // The headers of the contract.
  public static final String JOB_ID = "job-id";
  public static final String JOB_KIND = "job-kind";
  public static final String BATCH_ID = "batch-id";
  public static final String BATCH_SIZE = "batch-size";
  public static final String REPLY_TO = "reply-to";
  public static final String DEADLINE = "deadline";
  public static final String NOT_BEFORE = "not-before";
  public static final String STATUS = "status";
  public static final String TRACEPARENT = "traceparent";

  /** How often the job was brought back from the dead letters; written by whoever does that. */
  public static final String REDRIVES = "job-redrives";

  public static final String SPRING_CORRELATION_ID = "kafka_correlationId";
  public static final String SPRING_REPLY_TOPIC = "kafka_replyTopic";
  public static final String SPRING_REPLY_PARTITION = "kafka_replyPartition";

  /** In UTF-8; what is longer has two characters. */
  private static final int MOST_BYTES_A_CHAR = 3;

  public Headers {
    all = List.copyOf(all);
  }

  /** The last header of that name. */
  public Optional<Header> last(String name) {
    for (var i = all.size() - 1; i >= 0; i--) {
      if (all.get(i).name().equals(name)) {
        return Optional.of(all.get(i));
      }
    }
    return Optional.empty();
  }

  /** The text of the last header of that name; empty where there is none, or where it is blank. */
  public Optional<String> text(String name) {
    return last(name).map(Header::text).filter(text -> !text.isBlank());
  }

  /** Whether they may have more bytes than that; where not, they need not be counted. */
  public boolean mayExceed(long limitBytes) {
    long most = 0;
    for (var header : all) {
      most += (long) MOST_BYTES_A_CHAR * header.name().length();
      most += header.value() == null ? 0 : header.value().length;
    }
    return most > limitBytes;
  }

  /** How many bytes their names and values have, all together. */
  public long bytes() {
    long bytes = 0;
    for (var header : all) {
      bytes += header.name().getBytes(UTF_8).length;
      bytes += header.value() == null ? 0 : header.value().length;
    }
    return bytes;
  }

  /** These headers and one more behind them. */
  public Headers plus(Header header) {
    var more = new ArrayList<Header>(all.size() + 1);
    more.addAll(all);
    more.add(header);
    return new Headers(more);
  }

  /** These headers and a text header more behind them. */
  public Headers plus(String name, String text) {
    return plus(Header.of(name, text));
  }
}

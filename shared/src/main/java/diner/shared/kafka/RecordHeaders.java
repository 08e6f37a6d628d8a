package diner.shared.kafka;

import diner.shared.message.Header;
import diner.shared.message.Headers;
import java.util.ArrayList;
import java.util.List;

/** Headers between Kafka's form and ours; the bytes are shared. */
public final class RecordHeaders {

  private RecordHeaders() {}

  public static Headers of(org.apache.kafka.common.header.Headers headers) {
    var all = new ArrayList<Header>();
    headers.forEach(header -> all.add(new Header(header.key(), header.value())));
    return all.isEmpty() ? Headers.NONE : new Headers(all);
  }

  public static List<org.apache.kafka.common.header.Header> toKafka(Headers headers) {
    var all = new ArrayList<org.apache.kafka.common.header.Header>(headers.all().size());
    for (var header : headers.all()) {
      all.add(
          new org.apache.kafka.common.header.internals.RecordHeader(header.name(), header.value()));
    }
    return all;
  }
}

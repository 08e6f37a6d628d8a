package diner.producer.lag;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import diner.shared.message.Json;
import java.util.List;

/**
 * The lag as JSON: an array, one object a topic or partition; pure. Numbers that are unknown are
 * null, as those that take two looks are in a single one.
 */
final class LagJson {

  private LagJson() {}

  static ArrayNode array(Look look, List<Lag> lags) {
    var array = Json.codec().createArrayNode();
    lags.forEach(lag -> write(look, lag, array.addObject()));
    return array;
  }

  private static void write(Look look, Lag lag, ObjectNode json) {
    json.put("group", lag.place().group()).put("topic", lag.place().topic());
    if (lag.place().partition() != null) {
      json.put("partition", lag.place().partition());
    }
    if (lag.log() != null) {
      json.put("start", lag.log().start()).put("end", lag.log().end());
      json.put("committed", lag.log().committed());
    }
    var work = lag.work();
    var age = work == null ? null : work.age(look.at());
    json.put("unfinished", work == null ? null : (Long) work.unfinished())
        .put("doneAhead", work == null ? null : (Long) work.doneAhead())
        .put("commitLag", work == null ? null : work.commitLag())
        .put("oldestMillis", age == null ? null : (Long) age.toMillis());
    if (work == null || work.oldest() == null) {
      json.putNull("oldest");
    } else {
      json.putObject("oldest")
          .put("turn", work.oldest().turn().toString())
          .put("jobId", work.oldest().jobId());
    }
    json.put("status", lag.verdict().status().toString());
    if (!lag.verdict().why().isEmpty()) {
      json.put("reason", lag.verdict().why());
    }
    json.put("members", lag.members().size());
    var pace = lag.pace();
    var drain = pace == null ? null : pace.drain();
    json.put("inPerSecond", pace == null ? null : (Double) pace.in())
        .put("outPerSecond", pace == null ? null : (Double) pace.out())
        .put("drainMillis", drain == null ? null : (Long) drain.toMillis());
  }
}

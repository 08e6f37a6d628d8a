package diner.producer.dead;

import com.fasterxml.jackson.databind.node.ArrayNode;
import diner.shared.message.Json;
import diner.shared.message.Turn;
import java.util.List;

/** The counted letters as JSON: an array, one object for each reason and kind; pure. */
final class TallyJson {

  private TallyJson() {}

  static ArrayNode array(List<Tally> tallies) {
    var array = Json.codec().createArrayNode();
    for (var tally : tallies) {
      var newest =
          array
              .addObject()
              .put("reason", tally.reason())
              .put("kind", tally.kind())
              .put("open", tally.open())
              .put("redriven", tally.redriven())
              .putArray("newest");
      for (var letter : tally.newest()) {
        newest
            .addObject()
            .put("letter", letter.turn().toString())
            .put("at", Json.text(letter.at()))
            .put("job", letter.job())
            .put("source", letter.origin().map(Turn::toString).orElse(null))
            .put("attempts", letter.attempts())
            .put("redrives", letter.redrives())
            .putObject("error")
            .put("type", letter.errorType())
            .put("message", letter.errorMessage());
      }
    }
    return array;
  }
}

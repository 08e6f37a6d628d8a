package diner.producer.dead;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import diner.producer.terminal.Plain;
import diner.shared.message.DeadLetterHeaders;
import diner.shared.message.Json;
import diner.shared.message.Turn;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One letter whole, as a JSON object; bytes that are no UTF-8 stand in it as base64. Pure. */
final class LetterJson {

  private LetterJson() {}

  static ObjectNode of(Letter letter, boolean isRedriven) {
    var json =
        Json.codec()
            .createObjectNode()
            .put("letter", letter.turn().toString())
            .put("status", isRedriven ? "redriven" : "open")
            .put("at", Json.text(letter.at()))
            .put("job", letter.job())
            .put("kind", letter.kind())
            .put("source", letter.origin().map(Turn::toString).orElse(null))
            .put("enqueuedAt", letter.enqueuedAt().map(Json::text).orElse(null))
            .put("reason", letter.reason())
            .put("attempts", letter.attempts())
            .put("redrives", letter.redrives())
            .put("worker", letter.headers().text(DeadLetterHeaders.WORKER).orElse(null));
    json.putObject("error").put("type", letter.errorType()).put("message", letter.errorMessage());
    var headers = json.putArray("headers");
    for (var header : letter.headers().all()) {
      put(headers.addObject().put("name", header.name()), "value", header.value());
    }
    put(json, "key", letter.key());
    put(json, "value", letter.value());
    letter.omittedValue().ifPresent(bytes -> json.put("valueOmitted", bytes));
    return json;
  }

  private static void put(ObjectNode json, String name, byte @Nullable [] bytes) {
    if (bytes == null) {
      json.putNull(name);
      return;
    }
    text(bytes)
        .ifPresentOrElse(
            text -> json.put(name, text), () -> json.put(name + "Base64", Plain.base64(bytes)));
  }

  private static Optional<String> text(byte[] bytes) {
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException notUtf8) {
      return Optional.empty();
    }
  }
}

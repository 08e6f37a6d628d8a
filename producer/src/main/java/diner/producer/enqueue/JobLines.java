package diner.producer.enqueue;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import diner.producer.terminal.Plain;
import diner.shared.message.Header;
import diner.shared.message.Headers;
import diner.shared.message.InvalidPayload;
import diner.shared.message.Job;
import diner.shared.message.JobIds;
import diner.shared.message.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job a line: {@code {"kind","payload","id"?,"key"?,"headers"?}}. The payload's bytes are sent as
 * they stand in the line. Blank lines are skipped.
 */
final class JobLines implements JobSource {

  /** A payload of 1 MiB and generous headers. */
  private static final int LINE_LIMIT_BYTES = 2 * PayloadCheck.MAX_BYTES;

  private record Fields(
      @JsonProperty(required = true) String kind,
      @JsonProperty(required = true) ObjectNode payload,
      @Nullable String id,
      @Nullable String key,
      @Nullable Map<String, String> headers) {}

  private final BoundedLines lines;
  private final @Nullable String defaultKey;

  /**
   * @param defaultKey of jobs that bring none; null for none
   */
  JobLines(InputStream in, @Nullable String defaultKey) {
    this.lines = new BoundedLines(in, LINE_LIMIT_BYTES);
    this.defaultKey = defaultKey;
  }

  @Override
  public @Nullable JobEntry next() throws IOException {
    var line = lines.next();
    while (line != null && line.isBlank()) {
      line = lines.next();
    }
    if (line == null) {
      return null;
    }
    try {
      return new JobEntry.Ready(job(line));
    } catch (InvalidPayload | IllegalArgumentException e) {
      return new JobEntry.Unfit("line " + line.number(), message(e));
    }
  }

  /** The codec counts lines too, from 1 within this one. */
  private static String message(Exception e) {
    return Plain.line(String.valueOf(e.getMessage()).replace("(line 1, column", "(column"));
  }

  private Job job(BoundedLines.Line line) throws InvalidPayload {
    if (line.isCut()) {
      throw new InvalidPayload("longer than %d bytes".formatted(LINE_LIMIT_BYTES));
    }
    var fields = Json.read(line.bytes(), Fields.class);
    if (fields.kind() == null || fields.payload() == null) {
      throw new InvalidPayload("kind and payload must not be null");
    }
    var payload = payloadAsWritten(line.bytes());
    try {
      PayloadCheck.check(fields.kind(), payload);
    } catch (InvalidPayload e) {
      throw new InvalidPayload("payload: " + e.getMessage());
    }
    return new Job(
        fields.id() == null ? JobIds.next() : fields.id(),
        fields.kind(),
        fields.key() == null ? defaultKey : fields.key(),
        payload,
        headers(fields.headers()));
  }

  private static Headers headers(@Nullable Map<String, String> named) throws InvalidPayload {
    if (named == null) {
      return Headers.NONE;
    }
    var headers = new ArrayList<Header>();
    for (var header : named.entrySet()) {
      if (header.getKey().equals(Headers.JOB_ID) || header.getKey().equals(Headers.JOB_KIND)) {
        throw new InvalidPayload(
            "headers: %s is not to be given here but as \"id\" or \"kind\""
                .formatted(header.getKey()));
      }
      if (header.getValue() == null) {
        throw new InvalidPayload("headers: %s must be text, was null".formatted(header.getKey()));
      }
      headers.add(Header.of(header.getKey(), header.getValue()));
    }
    return new Headers(headers);
  }

  /** Numbers of any precision, the order of fields: nothing changes on the way. */
  private static byte[] payloadAsWritten(byte[] line) {
    byte[] payload = {};
    try (var parser = Json.codec().createParser(line)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        var isPayload = parser.currentName().equals("payload");
        parser.nextToken();
        var begin = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        if (isPayload) {
          payload = Arrays.copyOfRange(line, begin, (int) parser.currentLocation().getByteOffset());
        }
      }
      return payload;
    } catch (IOException e) {
      throw new IllegalStateException("JSON that was just read can't be read again", e);
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}

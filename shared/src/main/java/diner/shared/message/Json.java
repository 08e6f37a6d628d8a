package diner.shared.message;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/**
 * The one JSON codec. Strict: unknown fields, missing required ones, text where a number belongs
 * and anything behind the value are errors. Instants are ISO-8601 in UTC with microseconds.
 */
public final class Json {

  /** Deepest nesting read, far above what any payload needs. */
  private static final int MAX_DEPTH = 100;

  private static final DateTimeFormatter MICROS =
      new DateTimeFormatterBuilder().appendInstant(6).toFormatter();

  private static final ObjectMapper MAPPER = mapper();

  private Json() {}

  /** The configured mapper, for trees and for streaming; not to be reconfigured. */
  public static ObjectMapper codec() {
    return MAPPER;
  }

  /** UTF-8 bytes of a value's JSON. A value that has no JSON form is a bug. */
  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON form for " + value.getClass().getName(), e);
    }
  }

  /**
   * Reads one JSON value.
   *
   * @throws InvalidPayload with one line that names the field, what it was and what was expected
   */
  public static <T> T read(byte[] json, Class<T> type) throws InvalidPayload {
    try {
      var value = MAPPER.readValue(json, type);
      if (value == null) {
        throw new InvalidPayload("expected a JSON object, got null");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new InvalidPayload(PayloadErrors.describe(e));
    } catch (IOException impossible) {
      throw new UncheckedIOException("reading from memory", impossible);
    }
  }

  /** ISO-8601 in UTC with microseconds, as every instant in a message is written. */
  public static String text(Instant instant) {
    return MICROS.format(instant);
  }

  private static ObjectMapper mapper() {
    var instants =
        new SimpleModule("instants")
            .addSerializer(Instant.class, new InstantWriter())
            .addDeserializer(Instant.class, new InstantReader());
    var mapper =
        JsonMapper.builder()
            .addModule(instants)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build());
    return mapper;
  }

  private static final class InstantWriter extends JsonSerializer<Instant> {
    @Override
    public void serialize(Instant instant, JsonGenerator out, SerializerProvider providers)
        throws IOException {
      out.writeString(text(instant));
    }
  }

  private static final class InstantReader extends JsonDeserializer<Instant> {
    @Override
    public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
      var text = in.getValueAsString();
      try {
        return Instant.parse(text);
      } catch (DateTimeException | NullPointerException e) {
        return (Instant)
            context.handleWeirdStringValue(
                Instant.class, String.valueOf(text), "expected an ISO-8601 instant");
      }
    }
  }
}

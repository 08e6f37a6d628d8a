package diner.shared.message;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
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
 * The one JSON codec. Strict: unknown fields, missing required ones, a field twice, text where a
 * number belongs, anything behind the value and encodings other than UTF-8 are errors. Instants are
 * ISO-8601 in UTC with microseconds.
 */
public final class Json {

  /**
   * What is read at most, in characters and tokens: far above what a payload of a MiB has use for.
   * A text may be as long as the largest record of all, a dead letter.
   */
  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxNestingDepth(100)
          .maxNameLength(2_048)
          .maxNumberLength(1_000)
          .maxStringLength(8 << 20)
          .maxTokenCount(1_000_000)
          .build();

  /** Characters of what is no JSON that an error repeats. */
  private static final int MAX_QUOTED = 40;

  /** So that no length of time between two instants is too long to be counted. */
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private static final DateTimeFormatter MICROS =
      new DateTimeFormatterBuilder().appendInstant(6).toFormatter();

  private static final ObjectMapper MAPPER = mapper();

  /** One for each type, so that how it is read need not be looked up for each value. */
  private static final ClassValue<ObjectReader> READERS =
      new ClassValue<>() {
        @Override
        protected ObjectReader computeValue(Class<?> type) {
          return MAPPER.readerFor(type);
        }
      };

  private Json() {}

  /** The configured mapper, for trees and for streaming; not to be reconfigured. */
  public static ObjectMapper codec() {
    return MAPPER;
  }

  /**
   * Finds out how a type is read and written, which takes long the first time: before somebody
   * waits for it. A type for which there is no way is none of this method's business.
   */
  public static void prepare(Class<?> type) {
    try {
      var _ = READERS.get(type);
      var _ = MAPPER.writerFor(type);
    } catch (RuntimeException whoUsesItIsTold) {
      // As far as it goes.
    }
  }

  /** A value has no JSON form; the message says why. */
  public static final class NoForm extends IllegalStateException {
    private NoForm(JsonProcessingException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /**
   * UTF-8 bytes of a value's JSON.
   *
   * @throws NoForm where it has none, which is a bug of who made it
   */
  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new NoForm(e);
    }
  }

  /**
   * Reads one JSON value.
   *
   * @throws InvalidPayload with one line that names the field, what it was and what was expected
   */
  public static <T> T read(byte[] json, Class<T> type) throws InvalidPayload {
    requireUtf8(json);
    try {
      T value = READERS.get(type).readValue(json);
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

  /**
   * ISO-8601 in UTC with microseconds, as every instant in a message is written. One beyond the
   * years 0 to 9999, as a record's timestamp may be, is cut to these: others are not read.
   */
  public static String text(Instant instant) {
    return MICROS.format(nearest(instant));
  }

  private static Instant nearest(Instant instant) {
    return instant.isBefore(FIRST) ? FIRST : instant.isAfter(LAST) ? LAST : instant;
  }

  /**
   * The parser would guess UTF-16 and UTF-32 by their zeros and marks, but what it throws at broken
   * ones is no error of JSON, and who reads the bytes again takes them for UTF-8.
   */
  private static void requireUtf8(byte[] json) throws InvalidPayload {
    var isMarked = json.length > 0 && (json[0] == (byte) 0xfe || json[0] == (byte) 0xff);
    var hasZero = false;
    for (var i = 0; i < Math.min(4, json.length); i++) {
      hasZero |= json[i] == 0;
    }
    if (isMarked || hasZero) {
      throw new InvalidPayload("not JSON: expected UTF-8");
    }
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
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    mapper.getFactory().setStreamReadConstraints(LIMITS);
    mapper
        .getFactory()
        .setErrorReportConfiguration(
            ErrorReportConfiguration.builder().maxErrorTokenLength(MAX_QUOTED).build());
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
        var instant = Instant.parse(text);
        if (!instant.equals(nearest(instant))) {
          throw new DateTimeException("not within the years 0 to 9999");
        }
        return instant;
      } catch (DateTimeException | NullPointerException e) {
        return (Instant)
            context.handleWeirdStringValue(
                Instant.class, String.valueOf(text), "expected an ISO-8601 instant");
      }
    }
  }
}

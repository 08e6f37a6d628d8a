package diner.shared.message;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import diner.shared.message.Reply.Failure;
import java.io.IOException;
import java.time.Instant;

/**
 * Writes replies as Jackson would, field by field: it calls each component by reflection, and with
 * every job that is a third of the time its reply takes. Safe for every thread.
 */
final class ReplyWriter extends JsonSerializer<Reply> {

  private static final SerializableString JOB = new SerializedString("job");
  private static final SerializableString KIND = new SerializedString("kind");
  private static final SerializableString STATUS = new SerializedString("status");
  private static final SerializableString RESULT = new SerializedString("result");
  private static final SerializableString ERROR = new SerializedString("error");
  private static final SerializableString TYPE = new SerializedString("type");
  private static final SerializableString MESSAGE = new SerializedString("message");
  private static final SerializableString ATTEMPTS = new SerializedString("attempts");
  private static final SerializableString REDRIVES = new SerializedString("redrives");
  private static final SerializableString BATCH = new SerializedString("batch");
  private static final SerializableString SOURCE = new SerializedString("source");
  private static final SerializableString TOPIC = new SerializedString("topic");
  private static final SerializableString PARTITION = new SerializedString("partition");
  private static final SerializableString OFFSET = new SerializedString("offset");
  private static final SerializableString WORKER = new SerializedString("worker");
  private static final SerializableString ENQUEUED_AT = new SerializedString("enqueuedAt");
  private static final SerializableString STARTED_AT = new SerializedString("startedAt");
  private static final SerializableString FINISHED_AT = new SerializedString("finishedAt");
  private static final SerializableString THREAD = new SerializedString("thread");

  @Override
  public void serialize(Reply reply, JsonGenerator out, SerializerProvider providers)
      throws IOException {
    out.writeStartObject();
    write(JOB, reply.job(), out);
    write(KIND, reply.kind(), out);
    write(STATUS, reply.status().text(), out);
    if (reply.result() != null) {
      out.writeFieldName(RESULT);
      reply.result().serialize(out, providers);
    }
    if (reply.error() != null) {
      write(reply.error(), out);
    }
    write(ATTEMPTS, reply.attempts(), out);
    write(REDRIVES, reply.redrives(), out);
    out.writeFieldName(BATCH);
    out.writeString(reply.batch()); // null where it has none
    write(reply.source(), out);
    write(WORKER, reply.worker(), out);
    write(ENQUEUED_AT, reply.enqueuedAt(), out);
    write(STARTED_AT, reply.startedAt(), out);
    write(FINISHED_AT, reply.finishedAt(), out);
    write(THREAD, reply.thread(), out);
    out.writeEndObject();
  }

  private static void write(Failure failure, JsonGenerator out) throws IOException {
    out.writeFieldName(ERROR);
    out.writeStartObject();
    write(TYPE, failure.type(), out);
    write(MESSAGE, failure.message(), out);
    out.writeEndObject();
  }

  private static void write(Turn turn, JsonGenerator out) throws IOException {
    out.writeFieldName(SOURCE);
    out.writeStartObject();
    write(TOPIC, turn.topic(), out);
    write(PARTITION, turn.partition(), out);
    write(OFFSET, turn.offset(), out);
    out.writeEndObject();
  }

  private static void write(SerializableString name, String text, JsonGenerator out)
      throws IOException {
    out.writeFieldName(name);
    out.writeString(text);
  }

  private static void write(SerializableString name, Instant instant, JsonGenerator out)
      throws IOException {
    write(name, Json.text(instant), out);
  }

  private static void write(SerializableString name, long number, JsonGenerator out)
      throws IOException {
    out.writeFieldName(name);
    out.writeNumber(number);
  }
}

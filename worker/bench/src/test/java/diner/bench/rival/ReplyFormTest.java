package diner.bench.rival;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.message.Headers;
import diner.shared.message.JobIds;
import diner.shared.message.Json;
import diner.shared.message.Reply;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplyFormTest {

  private final ReplyForm form = new ReplyForm("noop.replies", "noop.plain", "worker");

  @Test
  void eachReplyIsTheOneOfItsJob() throws Exception {
    var first = JobIds.next();
    var second = JobIds.next();

    var firstReply = form.answer(job(first, null));
    var secondReply = form.answer(job(second, null));

    assertThat(Json.read(firstReply.value(), Reply.class).job()).isEqualTo(first);
    assertThat(Json.read(secondReply.value(), Reply.class).job()).isEqualTo(second);
    assertThat(secondReply.key()).asString(UTF_8).isEqualTo(second);
    assertThat(secondReply.headers().lastHeader(Headers.JOB_ID).value())
        .asString(UTF_8)
        .isEqualTo(second);
  }

  @Test
  void replyHasTheKeyOfAJobThatHasOne() {
    assertThat(form.answer(job(JobIds.next(), "table-7")).key())
        .asString(UTF_8)
        .isEqualTo("table-7");
  }

  private static ConsumerRecord<byte[], byte[]> job(String id, @Nullable String key) {
    var job =
        new ConsumerRecord<byte[], byte[]>(
            "noop.plain", 0, 0, key == null ? null : key.getBytes(UTF_8), "{}".getBytes(UTF_8));
    job.headers().add(Headers.JOB_ID, id.getBytes(UTF_8));
    return job;
  }
}

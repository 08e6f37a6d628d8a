package diner.producer.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diner.shared.message.InvalidPayload;
import diner.shared.message.JobIds;
import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobFormTest {

  private static final byte[] PAYLOAD = "{\"number\":2}".getBytes(UTF_8);
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private final MultiMap request = MultiMap.caseInsensitiveMultiMap();

  @Test
  void aRequestThatSaysNothingIsAJobWithAnIdThatTellsItsTime() throws Exception {
    var job = JobForm.job("burgers", request, PAYLOAD);

    assertThat(JobIds.madeAt(job.id())).isPresent();
    assertThat(job.key()).isNull();
    assertThat(job.headers().all()).isEmpty();
    assertThat(job.payload()).isSameAs(PAYLOAD);
  }

  @ParameterizedTest
  @CsvSource({"job-id, 201", "batch-id, 201"})
  void namesThatAreTooLongAreRefused(String name, int length) {
    request.add(name, "a".repeat(length));

    assertThatThrownBy(() -> JobForm.job("burgers", request, PAYLOAD))
        .isInstanceOf(InvalidPayload.class)
        .hasMessageContaining(name + " has 201 characters");
  }

  @Test
  void aHeaderGivenTwiceIsRefused() {
    request.add("job-key", "a").add("Job-Key", "b");

    assertThatThrownBy(() -> JobForm.job("burgers", request, PAYLOAD))
        .hasMessageContaining("expected one header job-key, got 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"00-" + TRACE, "cc-" + TRACE, "cc-" + TRACE + "-what-comes-later"})
  void aTraceIsCarriedOnAsFarAsItIsUnderstood(String trace) throws Exception {
    request.add("traceparent", trace);

    assertThat(JobForm.job("burgers", request, PAYLOAD).headers().text("traceparent"))
        .hasValue("00-" + TRACE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ff-" + TRACE,
        "00-" + TRACE + "-more",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "hello"
      })
  void whatIsNoTraceIsLeftOut(String trace) throws Exception {
    request.add("traceparent", trace);

    assertThat(JobForm.job("burgers", request, PAYLOAD).headers().all()).isEmpty();
  }
}

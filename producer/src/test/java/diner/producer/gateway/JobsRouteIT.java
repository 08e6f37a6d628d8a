package diner.producer.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import diner.localkafka.LocalKafka;
import diner.producer.ReplyingWorker;
import diner.shared.message.JobIds;
import diner.shared.message.Json;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST /jobs/{kind}} and {@code GET /jobs/{id}}, on a real broker. */
@Timeout(60)
class JobsRouteIT {

  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final LocalKafka KAFKA = LocalKafka.start();
  private static final RunningGateway GATEWAY =
      RunningGateway.of(KAFKA.bootstrapServers(), "jobs", 100, Duration.ofSeconds(20));

  private static ReplyingWorker worker;

  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  static void startWorker() throws Exception {
    GATEWAY.port(); // by then its topics are there
    worker = ReplyingWorker.start(KAFKA.bootstrapServers(), "jobs");
  }

  @AfterAll
  static void stop() {
    worker.close();
    GATEWAY.close();
    KAFKA.close();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder post(String kind, String payload) throws Exception {
    return GATEWAY
        .request("/jobs/" + kind)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(payload));
  }

  private String posted(String payload) throws Exception {
    var response = send(post("burgers", payload));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    return response.headers().firstValue("Location").orElseThrow();
  }

  private HttpResponse<String> replyTo(RunningGateway gateway, String location) {
    return await()
        .until(() -> send(gateway.request(location)), response -> response.statusCode() != 202);
  }

  @Test
  void enqueuesAJobAndHasItsReplyWhereItSaid() throws Exception {
    var response = send(post("burgers", "{\"number\":2}"));

    assertThat(response.statusCode()).isEqualTo(202);
    var posted = Json.codec().readTree(response.body());
    var id = posted.path("job").asText();
    assertThat(JobIds.madeAt(id)).isPresent();
    assertThat(posted.path("turn").asText()).matches("jobs\\.burgers/\\d@\\d+");
    assertThat(response.headers().firstValue("Location")).hasValue("/jobs/" + id);
    var reply = Json.codec().readTree(replyTo(GATEWAY, "/jobs/" + id).body());
    assertThat(reply.path("job").asText()).isEqualTo(id);
    assertThat(reply.path("status").asText()).isEqualTo("done");
  }

  @Test
  void givesTheRecordWhatTheHeadersSay() throws Exception {
    var request =
        post("burgers", "{\"number\":17}")
            .header("Job-Id", "my job/1")
            .header("job-key", "table 7")
            .header("batch-id", "lunch")
            .header("deadline", "2999-01-01T00:00:00Z")
            .header("traceparent", TRACE);
    var response = send(request);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    assertThat(response.headers().firstValue("Location")).hasValue("/jobs/my%20job%2F1");
    try (var seen = JobsSeen.of(KAFKA.bootstrapServers(), "jobs.burgers")) {
      var job = seen.await("my job/1");
      assertThat(new String(job.key(), java.nio.charset.StandardCharsets.UTF_8))
          .isEqualTo("table 7");
      assertThat(JobsSeen.headers(job))
          .containsEntry("job-kind", "burgers")
          .containsEntry("batch-id", "lunch")
          .containsEntry("deadline", "2999-01-01T00:00:00Z")
          .containsEntry("traceparent", TRACE);
    }
    assertThat(replyTo(GATEWAY, "/jobs/my%20job%2F1").body()).contains("\"job\":\"my job/1\"");
  }

  @Test
  void carriesTheTraceOfARequestForBurgersOnAndLeavesOutWhatIsNone() throws Exception {
    var traced = GATEWAY.request("/burgers?number=3").header("traceparent", TRACE);
    var broken = GATEWAY.request("/burgers?number=4").header("traceparent", TRACE + "\t");

    assertThat(send(traced).statusCode()).isEqualTo(200);
    assertThat(send(broken.setHeader("traceparent", "00-0-0-01")).statusCode()).isEqualTo(200);

    try (var seen = JobsSeen.of(KAFKA.bootstrapServers(), "jobs.burgers")) {
      assertThat(JobsSeen.headers(seen.awaitPayload("{\"number\":3}")))
          .containsEntry("traceparent", TRACE);
      assertThat(JobsSeen.headers(seen.awaitPayload("{\"number\":4}")))
          .doesNotContainKey("traceparent");
    }
  }

  @Test
  void findsRepliesOfJobsItHasNotSeen() throws Exception {
    var location = posted("{\"number\":5}");
    assertThat(replyTo(GATEWAY, location).statusCode()).isEqualTo(200);

    try (var other =
        RunningGateway.of(KAFKA.bootstrapServers(), "jobs", 10, Duration.ofSeconds(20))) {
      var response = send(other.request(location));

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).contains("\"burger 5\"");
    }
  }

  @Test
  void saysThatAJobIsOpenWhileThereIsNoReply() throws Exception {
    var location = posted("{\"number\":99}");
    var id = location.substring("/jobs/".length());

    var response = send(GATEWAY.request(location));

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.body()).isEqualTo("{\"job\":\"%s\",\"status\":\"open\"}".formatted(id));
  }

  @Test
  void saysWhatItLookedThroughForAJobItDoesNotKnow() throws Exception {
    var timed = send(GATEWAY.request("/jobs/" + JobIds.next()));
    var untimed = send(GATEWAY.request("/jobs/nobody-knows"));

    assertThat(timed.statusCode()).isEqualTo(202);
    assertThat(timed.body()).contains("\"lookedThrough\":\"replies on jobs.replies since 20");
    assertThat(untimed.statusCode()).isEqualTo(202);
    assertThat(untimed.body()).contains("\"lookedThrough\":\"all replies kept on jobs.replies");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "burgers | application/json | {'number':0} | 400 | number must be 1 to 100, was 0",
        "burgers | application/json | {'number':   | 400 | payload: ",
        "burgers | application/json | {'number':1,'size':2} | 400 | size",
        "cleaning| application/json | {'rooms':0} | 404 | no topic 'jobs.cleaning'",
        "burgers | text/plain       | {'number':1} | 415 | expected the header Content-Type",
        "burgers | application/json;charset=latin1 | {'number':1} | 415 | Content-Type",
        "fries   | application/json | {'number':1} | 404 | no topic 'jobs.fries'",
        "replies | application/json | {'number':1} | 404 | no topic 'jobs.replies'",
        "dead-letters | application/json | {'number':1} | 404 | no topic 'jobs.dead-letters'",
        "b%20c   | application/json | {'number':1} | 404 | no topic 'jobs.b c'",
      })
  void refusesWhatIsNoJob(String kind, String type, String payload, int status, String expected)
      throws Exception {
    var request = post(kind, payload.replace('\'', '"')).setHeader("Content-Type", type);

    var response = send(request);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(Json.codec().readTree(response.body()).at("/error/message").asText())
        .contains(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "deadline   | tomorrow | expected an ISO-8601 instant",
        "not-before | 12:00    | expected an ISO-8601 instant",
        "batch-size | many     | expected a whole number",
        "job-key    | caf\u00e9 | expected printable ASCII",
      })
  void refusesHeadersThatSayNothing(String name, String value, String expected) throws Exception {
    var body = "{\"number\":1}";
    try (var raw = RawClient.to(GATEWAY.port())) {
      raw.say(
          "POST /jobs/burgers HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
              + "Content-Type: application/json\r\nContent-Length: %d\r\n%s: %s\r\n\r\n%s"
                  .formatted(body.length(), name, value, body));

      assertThat(raw.untilClosed()).startsWith("HTTP/1.1 400").contains(expected);
    }
  }

  @Test
  void refusesWhatIsTooLongWhetherAnnouncedOrNot() throws Exception {
    var large = "{\"number\":1," + " ".repeat(1 << 20) + "}";
    var stream =
        new java.io.ByteArrayInputStream(large.getBytes(java.nio.charset.StandardCharsets.UTF_8));

    var announced = send(post("burgers", large));
    var chunked = send(post("burgers", "").POST(BodyPublishers.ofInputStream(() -> stream)));

    assertThat(announced.statusCode()).isEqualTo(413);
    assertThat(chunked.statusCode()).isEqualTo(413);
    assertThat(chunked.body()).contains("1048576 bytes at most");
  }
}

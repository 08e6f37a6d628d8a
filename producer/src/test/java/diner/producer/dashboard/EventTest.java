package diner.producer.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.message.Json;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class EventTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private final Board board = new Board(new State.Names("workers", "jobs"), NOW);

  @Test
  void textThatWouldEndAnEventDoesNot() throws Exception {
    // given
    var hostile = "\n\nevent: state\ndata: {}\r\n\r\n\u2028<img src=x onerror=alert(1)>";
    board.onReply(Samples.answered(Samples.failed(hostile, hostile, hostile, NOW)), NOW);

    // when
    var event =
        Event.snapshot(board.wholeState(NOW), Objects.requireNonNull(board.newBars(NOW)))
            .toString(UTF_8);

    // then
    assertThat(event).startsWith("event: snapshot\ndata: {").endsWith("}\n\n");
    assertThat(event.lines()).hasSize(3);
    var data = Json.codec().readTree(event.lines().toList().get(1).substring("data: ".length()));
    assertThat(data.at("/state/failures/0/samples/0/job").asText())
        .isEqualTo("event: state data: {} <img src=x onerror=alert(1)>");
  }

  @Test
  void aBarIsAnArrayWithTimesInMilliseconds() throws Exception {
    board.onReply(Samples.answered(Samples.done("job-1", NOW)), NOW);

    var event = Event.bars(Objects.requireNonNull(board.newBars(NOW))).toString(UTF_8);

    var at = NOW.toEpochMilli();
    var bar = Json.codec().readTree(event.substring(event.indexOf('{'))).at("/bars/0");
    assertThat(bar.isArray()).isTrue();
    assertThat(List.of(bar.get(0).asInt(), bar.get(7).asInt(), bar.get(8).asInt()))
        .containsExactly(0, 1, -1);
    assertThat(List.of(bar.get(1).asLong(), bar.get(2).asLong(), bar.get(3).asLong()))
        .containsExactly(at - 600, at - 500, at);
    assertThat(List.of(bar.get(4).asText(), bar.get(5).asText(), bar.get(6).asText()))
        .containsExactly("done", "job-1", "burgers");
  }
}

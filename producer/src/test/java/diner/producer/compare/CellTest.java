package diner.producer.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diner.shared.message.CleanHouse;
import diner.shared.message.InvalidPayload;
import diner.shared.message.Json;
import diner.shared.message.Reply;
import diner.shared.message.Turn;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CellTest {

  private static Reply reply(
      String kind, String worker, @Nullable Object result, long fromMillis, long toMillis) {
    return new Reply(
        "a",
        kind,
        Reply.Status.DONE,
        result == null ? null : Json.codec().valueToTree(result),
        null,
        1,
        0,
        null,
        new Turn("jobs." + kind, 0, 1),
        worker,
        Measured.NOON,
        Measured.NOON.plusMillis(fromMillis),
        Measured.NOON.plusMillis(toMillis),
        "loop-0");
  }

  private static CleanHouse.Room room(int cleaner, long fromMillis, long toMillis) {
    var noon = Measured.NOON;
    return new CleanHouse.Room(
        0, 0, 0, 8, 8, cleaner, noon.plusMillis(fromMillis), noon.plusMillis(toMillis));
  }

  @Test
  void burgersLastFromTheFirstStartToTheLastEnd() throws Exception {
    var round =
        Round.of(
            List.of(
                reply("burgers", "w", null, 30, 130),
                reply("burgers", "w", null, 10, 110),
                reply("burgers", "v", null, 20, 140)));

    assertThat(round.length()).isEqualTo(Duration.ofMillis(130));
    assertThat(round.work()).hasSize(3);
    assertThat(round.threads()).as("one of each worker").isEqualTo(2);
  }

  @Test
  void theWorkOfCleaningAreItsRooms() throws Exception {
    var house =
        new CleanHouse(0.2, 0, null, null, "abc", null, List.of(room(0, 5, 20), room(1, 6, 30)));

    var round = Round.of(List.of(reply("cleaning", "w", house, 0, 40)));

    assertThat(round.length()).isEqualTo(Duration.ofMillis(40));
    assertThat(round.work())
        .containsExactly(Measured.work("w", "0", 5, 20), Measured.work("w", "1", 6, 30));
    assertThat(round.threads()).isEqualTo(2);
  }

  @Test
  void aHouseWithoutRoomsIsNoneOfDinersOwn() {
    var replies = List.of(reply("cleaning", "w", null, 0, 40));

    assertThatThrownBy(() -> Round.of(replies))
        .isInstanceOf(InvalidPayload.class)
        .hasMessageContaining("expected a clean house");
  }

  @Test
  void theMedianOfTheRoundsCounts() {
    assertThat(cell(30, 10, 20).seconds()).isEqualTo(0.020);
    assertThat(cell(40, 10, 30, 20).seconds()).isEqualTo(0.020);
    assertThat(cell(7).seconds()).isEqualTo(0.007);
  }

  private static Cell cell(long... millis) {
    var rounds =
        LongStream.of(millis).mapToObj(length -> Measured.round(length, List.of())).toList();
    return new Cell(Setting.OVERLAPPED, "burgers", rounds);
  }
}

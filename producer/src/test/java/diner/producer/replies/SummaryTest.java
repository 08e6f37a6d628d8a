package diner.producer.replies;

import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.message.CleanHouse;
import diner.shared.message.CleanHouse.Room;
import diner.shared.message.Json;
import diner.shared.message.Reply;
import diner.shared.message.Reply.Status;
import diner.shared.message.Turn;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SummaryTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private static Reply reply(
      String kind, Status status, @Nullable Object result, long startMillis, long endMillis) {
    return new Reply(
        "job-" + startMillis,
        kind,
        status,
        result == null ? null : Json.codec().valueToTree(result),
        status == Status.DONE ? null : new Reply.Failure("kitchen-500", "on fire"),
        status == Status.DONE ? 1 : 5,
        0,
        null,
        new Turn("jobs." + kind, 0, startMillis),
        "worker-1",
        NOON,
        NOON.plusMillis(startMillis),
        NOON.plusMillis(endMillis),
        "vert.x-eventloop-thread-0");
  }

  private static Reply burgers(Status status, long startMillis, long endMillis) {
    return reply("burgers", status, Map.of("burgers", List.of("a")), startMillis, endMillis);
  }

  private static Tally burgersOf(Summary summary) {
    return Objects.requireNonNull(summary.tallies().get("burgers"));
  }

  private static Room room(int cleaner, long startMillis, long endMillis) {
    return new Room(
        0, 0, 0, 8, 8, cleaner, NOON.plusMillis(startMillis), NOON.plusMillis(endMillis));
  }

  private static Reply house(Room... rooms) {
    var house = new CleanHouse(0.2, 0.001, 11.4, 33.15, "abc", new byte[0], List.of(rooms));
    return reply("cleaning", Status.DONE, house, 0, 10_000);
  }

  @Test
  void setsTheSumOfWaitsAgainstTheTimeFromFirstStartToLastEnd() {
    var summary = new Summary(ReplyUse.FAILURES_SHOWN);
    for (var i = 0; i < 20; i++) {
      summary.add(burgers(Status.DONE, 1_000 + i * 10, 1_500 + i * 10));
    }

    var burgers = burgersOf(summary);
    assertThat(burgers.sum()).hasSeconds(10);
    assertThat(burgers.wall()).hasMillis(690);
    assertThat(burgers.overlap()).isBetween(14.4, 14.6);
    assertThat(summary.wall()).hasMillis(1_690);
    assertThat(ReplyText.summary(summary, ReplyUse.NONE))
        .containsExactly(
            "20 jobs in 1.69 s: 20 done, 0 failed, 0 expired",
            "burgers   10.00 s of waiting in 690 ms: overlapped 14×",
            "          20 jobs on 1 thread");
  }

  @Test
  void setsTheBusyTimeOfRoomsAgainstTheTimeTheCleanersTook() {
    var summary = new Summary(ReplyUse.FAILURES_SHOWN);
    summary.add(house(room(0, 100, 600), room(1, 100, 500)));
    summary.add(house(room(0, 600, 1_000), room(1, 500, 1_100)));

    assertThat(ReplyText.summary(summary, ReplyUse.NONE))
        .contains(
            "cleaning  1.90 s of cleaning in 1.00 s: speed-up 1.90×",
            "          4 rooms by 2 cleaners");
  }

  @Test
  void leavesFailedJobsOutOfTheTimesAndNamesTheFirstTen() {
    var summary = new Summary(ReplyUse.FAILURES_SHOWN);
    summary.add(burgers(Status.DONE, 0, 500));
    for (var i = 1; i <= 11; i++) {
      summary.add(burgers(Status.FAILED, i, 60_000));
    }
    summary.add(burgers(Status.EXPIRED, 12, 60_000));

    assertThat(burgersOf(summary).sum()).hasMillis(500);
    var lines = ReplyText.summary(summary, ReplyUse.NONE);
    assertThat(lines.getFirst()).contains("13 jobs in ").contains(": 1 done, 11 failed, 1 expired");
    assertThat(lines)
        .contains("failed after 5 attempts: burgers job-1: kitchen-500: on fire")
        .contains("failed after 5 attempts: burgers job-10: kitchen-500: on fire")
        .doesNotContain("failed after 5 attempts: burgers job-11: kitchen-500: on fire")
        .endsWith("… and 2 more that failed or expired");
  }

  @Test
  void saysWhileItGoesOnHowManyOfEachKindEnded() {
    var summary = new Summary(ReplyUse.FAILURES_SHOWN);
    summary.add(burgers(Status.DONE, 0, 500));
    assertThat(ReplyText.details(summary.jobsByKind(), 0)).isEmpty();

    summary.add(burgers(Status.FAILED, 0, 500));
    summary.add(house(room(0, 0, 100)));

    assertThat(ReplyText.details(summary.jobsByKind(), 1))
        .isEqualTo("burgers 2  cleaning 1  1 failed");
  }

  @Test
  void strangersTextDoesNothingToATerminal() {
    var burgers = Map.of("burgers", List.of("\u001b[2Jgone"));
    var hostile = reply("\u009b31mred", Status.FAILED, burgers, 0, 500);

    assertThat(ReplyText.failure(hostile, ReplyUse.NONE))
        .contains("31mred")
        .doesNotContain("\u009b");
    assertThat(ReplyText.result(reply("burgers", Status.DONE, burgers, 0, 500)))
        .containsExactly("[2Jgone");
  }

  @Test
  void countsAJobThatTookNoTimeAsItself() {
    var summary = new Summary(ReplyUse.FAILURES_SHOWN);
    summary.add(burgers(Status.DONE, 5, 5));

    assertThat(burgersOf(summary).overlap()).isEqualTo(1);
  }

  @Test
  void showsTheResultOfOneHouse() {
    assertThat(ReplyText.result(house(room(0, 0, 600), room(1, 0, 600))))
        .containsExactly(
            "dirt    20.00 % -> 0.10 %",
            "PSNR    11.4 dB -> 33.2 dB",
            "rooms   2 by 2 cleaners: 1.20 s of cleaning in 600 ms, speed-up 2.00×",
            "sha256  abc");
  }

  @Test
  void showsTheResultOfAKindOfTheUsersOwnAsItIs() {
    assertThat(ReplyText.result(reply("mail", Status.DONE, Map.of("sent", true), 0, 1)))
        .containsExactly("{", "  \"sent\" : true", "}");
  }
}

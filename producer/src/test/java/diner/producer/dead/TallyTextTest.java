package diner.producer.dead;

import static org.assertj.core.api.Assertions.assertThat;

import diner.producer.terminal.Plain;
import diner.shared.message.Header;
import org.junit.jupiter.api.Test;

class TallyTextTest {

  private static final String TOPIC = LetterSample.DEAD_LETTERS;

  @Test
  void countsByReasonAndKindAndShowsTheNewest() {
    var tallies = new Tallies();
    for (var offset = 0; offset < 5; offset++) {
      var id = Header.of("job-id", "job-" + offset);
      tallies.add(LetterSample.of("jobs.burgers", id).at(offset), offset == 1);
    }
    tallies.add(LetterSample.of("jobs.cleaning").withReason("exhausted").at(9), false);

    assertThat(TallyText.lines(TOPIC, true, tallies.all()))
        .containsExactly(
            "jobs.dead-letters: 5 open, 1 redriven",
            "",
            "REASON        KIND                           OPEN   REDRIVEN",
            "permanent     burgers                           4          1",
            "exhausted     cleaning                          1          0",
            "",
            "permanent burgers, the newest:",
            "  jobs.dead-letters/0@4  2026-11-22T18:36:40Z",
            "    job job-4",
            "    1 attempt, kitchen-404: the kitchen has no burgers",
            "  jobs.dead-letters/0@3  2026-11-22T18:36:40Z",
            "    job job-3",
            "    1 attempt, kitchen-404: the kitchen has no burgers",
            "  jobs.dead-letters/0@2  2026-11-22T18:36:40Z",
            "    job job-2",
            "    1 attempt, kitchen-404: the kitchen has no burgers",
            "",
            "exhausted cleaning, the newest:",
            "  jobs.dead-letters/0@9  2026-11-22T18:36:40Z",
            "    job jobs.cleaning/2@41",
            "    1 attempt, kitchen-404: the kitchen has no burgers");
  }

  @Test
  void saysPlainlyThatThereIsNone() {
    assertThat(TallyText.lines(TOPIC, true, new Tallies().all()))
        .containsExactly("no dead letters in jobs.dead-letters");
    assertThat(TallyText.lines(TOPIC, false, new Tallies().all()))
        .containsExactly("no dead letters in jobs.dead-letters that match");
  }

  @Test
  void strangersTextNeitherSteersTheTerminalNorWidensTheTable() {
    var tallies = new Tallies();
    var kind = "\u001b[31mred\nand " + "long ".repeat(30);
    tallies.add(LetterSample.of("jobs.burgers").with("job-kind", kind).at(1), false);

    assertThat(TallyText.lines(TOPIC, true, tallies.all()))
        .allSatisfy(
            line -> assertThat(line).hasSizeLessThanOrEqualTo(60).doesNotContain("\u001b", "\n"));
  }

  @Test
  void aLongErrorIsBrokenBetweenWordsAndCutInTheEnd() {
    assertThat(Plain.lines("GET /burgers answered 404, expected 200", 3, 15))
        .containsExactly("GET /burgers", "answered 404,", "expected 200");
    assertThat(Plain.lines("no" + "o".repeat(40), 2, 10))
        .containsExactly("noooooooo" + "o", "ooooooooo…");
    assertThat(Plain.lines("", 3, 10)).containsExactly("");
  }

  @Test
  void kindsWithoutEndAreCountedTogether() {
    var tallies = new Tallies();
    for (var offset = 0; offset < 1_000; offset++) {
      tallies.add(LetterSample.of("jobs.x").with("job-kind", "kind-" + offset).at(offset), false);
    }

    assertThat(tallies.all()).hasSizeLessThan(210);
    assertThat(tallies.all().getFirst().kind()).isEqualTo("(others)");
    assertThat(Tallies.open(tallies.all())).isEqualTo(1_000);
  }
}

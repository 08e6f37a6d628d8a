package diner.bench.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BacklogTest {

  @Test
  void idsHaveTheFormOfEnqueuesAndTellTheJobsNumber() {
    var id = Backlog.id("019ac0de-0000-7000-8000-", 987_654);

    assertThat(id).hasSize(36).startsWith("019ac0de-0000-7000-8000-");
    assertThat(Backlog.number(id.getBytes(UTF_8))).isEqualTo(987_654);
  }
}

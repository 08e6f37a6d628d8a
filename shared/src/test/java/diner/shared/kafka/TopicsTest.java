package diner.shared.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class TopicsTest {

  private final Topics topics = new Topics("jobs");

  @Test
  void areMadeAsTheContractSays() {
    assertThat(made().map(NewTopic::name))
        .containsExactlyInAnyOrder(
            "jobs.burgers", "jobs.cleaning", "jobs.replies", "jobs.dead-letters");
    assertThat(made("jobs.burgers").numPartitions()).isEqualTo(8);
    assertThat(made("jobs.burgers").configs()).containsEntry("retention.ms", "604800000");
    assertThat(made("jobs.replies").numPartitions()).isEqualTo(8);
    assertThat(made("jobs.replies").configs()).containsEntry("retention.ms", "86400000");
    assertThat(made("jobs.dead-letters").numPartitions()).isEqualTo(1);
    assertThat(made("jobs.dead-letters").configs())
        .containsEntry("retention.ms", "604800000")
        .containsEntry("max.message.bytes", "8388608");
  }

  @Test
  void refuseAPrefixThatCanBeNoTopic() {
    assertThatThrownBy(() -> new Topics("two words")).hasMessageContaining("'two words'");
  }

  private Stream<NewTopic> made() {
    return topics.specifications(List.of("burgers", "cleaning")).stream();
  }

  private NewTopic made(String name) {
    return made().filter(topic -> topic.name().equals(name)).findFirst().orElseThrow();
  }
}

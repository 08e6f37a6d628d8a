package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diner.shared.kafka.Alphabet;
import diner.worker.flow.Lane;
import diner.worker.intake.KindRule;
import diner.worker.intake.Limits;
import diner.worker.intake.Mailbox;
import diner.worker.intake.MapFormat;
import diner.worker.intake.Message;
import diner.worker.intake.PollLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.junit.jupiter.api.Test;

class JoiningTest {

  private static final String TOPIC = "jobs.burgers";

  private final Mailbox mailbox = new Mailbox();
  private final List<MockConsumer<byte[], byte[]>> consumers = new ArrayList<>();
  private final CompletableFuture<Boolean> stop = new CompletableFuture<>();

  /** What the n-th consumer does in its first poll. */
  private final List<Runnable> firstPolls = new ArrayList<>();

  @Test
  void waitsUntilTheGroupReleasesItsInstanceId() throws Exception {
    firstPolls.add(this::unreleased);
    firstPolls.add(this::unreleased);
    firstPolls.add(() -> mailbox.post(new Message.Stop(Duration.ZERO)));

    assertThat(join(Duration.ofMillis(1))).isTrue();

    assertThat(consumers).as("a new one for each try").hasSize(3);
    assertThat(consumers).allMatch(MockConsumer::closed);
  }

  @Test
  void endsWellWhereItIsToldToStopWhileItWaits() throws Exception {
    firstPolls.add(() -> {
      unreleased();
      stop.complete(true);
    });

    assertThat(join(Duration.ofHours(1))).isTrue();

    assertThat(consumers).hasSize(1);
  }

  @Test
  void diesWhereAnotherProcessTakesThePlaceItHad() {
    firstPolls.add(() -> {
      consumers.getLast().rebalance(List.of());
      unreleased();
    });

    assertThatThrownBy(() -> join(Duration.ofMillis(1)))
        .isInstanceOf(UnreleasedInstanceIdException.class);
  }

  @Test
  void diesOfEverythingElse() {
    var fenced = new FencedInstanceIdException("another one");
    firstPolls.add(() -> consumers.getLast().setPollException(fenced));

    assertThatThrownBy(() -> join(Duration.ofMillis(1))).isSameAs(fenced);
  }

  private boolean join(Duration pause) throws Exception {
    return new Joining(this::loop, stop, pause).run(loop -> loop.run(List.of(TOPIC), _ -> {}));
  }

  private void unreleased() {
    consumers.getLast().setPollException(new UnreleasedInstanceIdException("still held"));
  }

  private PollLoop loop() {
    var consumer =
        new MockConsumer<byte[], byte[]>("earliest") {
          @Override
          public void wakeup() {
            // The mock's poll returns at once.
          }
        };
    consumer.schedulePollTask(firstPolls.get(consumers.size()));
    consumers.add(consumer);
    var limits =
        new Limits(
            Map.of(Lane.WAITING, 1, Lane.COMPUTING, 1),
            4,
            1 << 20,
            100,
            1 << 20,
            Duration.ZERO,
            Duration.ofHours(24),
            new MapFormat(Alphabet.CHARS_15, 4_096, 5));
    return new PollLoop(
        consumer,
        mailbox,
        limits,
        kind -> KindRule.unlimited(kind, Lane.WAITING),
        new PollLoop.Surroundings((_, _) -> {}, _ -> {}, _ -> {}),
        true);
  }
}

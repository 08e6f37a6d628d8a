package diner.worker.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import diner.shared.message.Headers;
import diner.shared.message.Reply.Failure;
import diner.worker.Deliveries;
import diner.worker.flow.Batch;
import diner.worker.flow.CommitPoint;
import diner.worker.flow.Publication;
import diner.worker.flow.Settled;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the publisher stands on in tests: a clock, pauses that only move it, and topics. */
final class PublishFixture implements InstantSource {

  static final OwnTopics OWN = new OwnTopics("jobs.replies", "jobs.dead-letters");

  final FixedFacts facts = new FixedFacts();
  final List<Duration> pauses = new ArrayList<>();
  final List<Failure> failures = new ArrayList<>();
  final Destinations destinations =
      new Destinations(new KnownTopics(facts, this), this::refused, OWN, 1_000_000, this::pause);

  private Duration eachLook = Duration.ZERO;
  private int pauseToAct;
  private Runnable act = () -> {};
  private Instant now = Instant.EPOCH.plusSeconds(1_000);

  @Override
  public Instant instant() {
    now = now.plus(eachLook);
    return now;
  }

  /** From now on so much passes between two looks at the clock. */
  void passOnEachLook(Duration duration) {
    eachLook = duration;
  }

  void pause(Duration duration) {
    pauses.add(duration);
    pass(duration);
    if (pauses.size() == pauseToAct) {
      act.run();
    }
  }

  /** Does something during the so-manieth pause. */
  void onPause(int number, Runnable act) {
    this.pauseToAct = number;
    this.act = act;
  }

  void pass(Duration duration) {
    now = now.plus(duration);
  }

  /** A batch of jobs that reply with these values, and one commit point. */
  static Batch batch(String... values) {
    var settled = new ArrayList<Settled>();
    for (var value : values) {
      settled.add(job(settled.size(), "jobs.replies", null, value));
    }
    return new Batch(
        Deliveries.MEMBERSHIP,
        settled,
        List.of(new CommitPoint(Deliveries.ASSIGNMENT, values.length, "map")));
  }

  static Batch batch(Settled... settled) {
    return Deliveries.batch(settled);
  }

  static Settled job(long offset, String topic, @Nullable Integer partition, String value) {
    return Deliveries.settled(
        Deliveries.ticket(offset),
        new Publication(topic, partition, null, value.getBytes(UTF_8), Headers.NONE));
  }

  static Publication record(String topic, String value) {
    return new Publication(topic, null, null, value.getBytes(UTF_8), Headers.NONE);
  }

  private List<Publication> refused(Settled job, Failure failure) {
    failures.add(failure);
    var id = job.ticket().jobId();
    return List.of(
        record("jobs.replies", "failed " + id), record("jobs.dead-letters", "dead " + id));
  }
}

package diner.producer.dead;

import diner.producer.terminal.Plain;
import diner.shared.cli.CommandFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Goes through the letters once: judges each, gathers those that may go into batches, and reports
 * what became of them. Owned by the thread {@code redrive}.
 */
final class RedriveRun {

  /** Where batches go: into transactions, or nowhere. */
  interface Batches {

    BatchEnd redrive(List<Revival> batch);
  }

  static final int MOST_LETTERS = 500;
  static final long MOST_BYTES = 4L << 20;

  /** Longer than Kafka lets a dead worker's transaction stay open, with its own settings. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Redrive.Request request;
  private final ReturnTopics topics;
  private final Batches batches;
  private final RedriveReport report;
  private final CountDownLatch stopping;
  private final List<Revival> batch = new ArrayList<>();
  private long batchBytes;
  private long taken;

  /**
   * @param stopping once it is counted down, no further transaction is begun
   */
  RedriveRun(
      Redrive.Request request,
      ReturnTopics topics,
      Batches batches,
      RedriveReport report,
      CountDownLatch stopping) {
    this.request = request;
    this.topics = topics;
    this.batches = batches;
    this.report = report;
    this.stopping = stopping;
  }

  /**
   * Redrives what matches.
   *
   * @throws CommandFailure where it may not go on
   * @throws org.apache.kafka.common.KafkaException where Kafka fails
   */
  void through(DeadLetters letters) {
    requireRead(letters.readMarkers(PATIENCE));
    requireRead(letters.forEach(PATIENCE, this::onLetter));
    redriveBatch();
  }

  private void requireRead(LetterReader.End end) {
    if (end == LetterReader.End.HELD_UP) {
      throw CommandFailure.of(
          "a transaction has been open in %s for over %d s, and what lies behind it can't be read; %s"
              .formatted(request.topics().deadLetters(), PATIENCE.toSeconds(), report.soFar()));
    }
  }

  private boolean onLetter(Letter letter, boolean isRedriven) {
    if (!isRedriven && request.filter().matches(letter)) {
      refusalOf(letter)
          .ifPresentOrElse(refusal -> report.refused(letter, refusal), () -> take(letter));
    }
    return taken < request.max() && stopping.getCount() > 0;
  }

  private Optional<Refusal> refusalOf(Letter letter) {
    var omitted = letter.omittedValue();
    if (letter.origin().isEmpty()) {
      return refusal(Refusal.Why.FOREIGN, "no header says where its job came from");
    }
    if (omitted.isPresent()) {
      return refusal(
          Refusal.Why.VALUE_OMITTED,
          "its job's value of %s bytes did not fit".formatted(Plain.line(omitted.get(), 20)));
    }
    if (letter.redrives() >= request.maxRedrives()) {
      return refusal(
          Refusal.Why.REDRIVEN_OFTEN, "redriven %d times already".formatted(letter.redrives()));
    }
    return topics
        .problemWith(letter.origin().get().topic())
        .flatMap(problem -> refusal(Refusal.Why.NO_TOPIC, problem));
  }

  private static Optional<Refusal> refusal(Refusal.Why why, String detail) {
    return Optional.of(new Refusal(why, detail));
  }

  private void take(Letter letter) {
    if (batch.size() == MOST_LETTERS || batchBytes + letter.bytes() > MOST_BYTES) {
      redriveBatch();
    }
    var origin = letter.origin().orElseThrow();
    var job = LetterRecords.job(letter, origin, topics.partitionFor(letter, origin.topic()));
    batch.add(new Revival(letter, job, LetterRecords.marker(letter)));
    batchBytes += letter.bytes();
    taken++;
  }

  private void redriveBatch() {
    var letters = List.copyOf(batch);
    batch.clear();
    batchBytes = 0;
    redrive(letters);
  }

  private void redrive(List<Revival> letters) {
    if (letters.isEmpty() || stopping.getCount() == 0) {
      return;
    }
    switch (batches.redrive(letters)) {
      case BatchEnd.Redriven(var turns) -> report.redriven(letters, turns);
      case BatchEnd.Refused(var why) -> {
        if (letters.size() == 1) {
          report.notTaken(letters.getFirst().letter(), why);
        } else {
          redrive(letters.subList(0, letters.size() / 2));
          redrive(letters.subList(letters.size() / 2, letters.size()));
        }
      }
      case BatchEnd.Fenced() ->
          throw CommandFailure.of(
              "another redrive of '%s' has taken over, or this one stood still for over %d s; %s"
                  .formatted(
                      request.topics().prefix(),
                      RedriveProducer.TRANSACTION_LIMIT.toSeconds(),
                      report.soFar()));
      case BatchEnd.Failed(var why, _) -> throw why;
      case BatchEnd.Unknown(var why) -> {
        report.unknown(letters.size());
        throw why;
      }
    }
  }
}

package diner.producer.dead;

import diner.producer.ConnectionWatch;
import diner.producer.KafkaConnection;
import diner.producer.terminal.Progress;
import diner.shared.kafka.KafkaSettings;
import java.time.Duration;

/** Looks through the dead letters without changing anything. Runs on the command's thread. */
final class LetterLook {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final KafkaSettings settings;
  private final String topic;
  private final Progress progress;

  LetterLook(KafkaSettings settings, String topic, Progress progress) {
    this.settings = settings;
    this.topic = topic;
    this.progress = progress;
  }

  /** Shows all letters to a visitor, and says so where some can't be read yet. */
  void through(DeadLetters.Visitor visitor) {
    try (var connection = KafkaConnection.open(settings);
        var watch = ConnectionWatch.start(connection);
        var reader = new LetterReader(settings, watch)) {
      var letters = DeadLetters.at(connection.admin(), topic, reader, progress);
      if (!letters.exists()) {
        return;
      }
      var end = letters.readMarkers(PATIENCE);
      letters.forEach(end == LetterReader.End.COMPLETE ? PATIENCE : Duration.ZERO, visitor);
      if (end == LetterReader.End.HELD_UP) {
        progress.note(
            "a transaction is open in %s: what lies behind its first record can't be read yet"
                .formatted(topic));
      }
    } finally {
      progress.clear();
    }
  }
}

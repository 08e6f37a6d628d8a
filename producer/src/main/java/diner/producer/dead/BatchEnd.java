package diner.producer.dead;

import diner.shared.message.Turn;
import java.util.List;
import org.apache.kafka.common.KafkaException;

/** What became of a batch of letters. */
sealed interface BatchEnd {

  /**
   * All were redriven.
   *
   * @param turns where the jobs lie now, in the letters' order; none in a dry run
   */
  record Redriven(List<Turn> turns) implements BatchEnd {}

  /** Nothing of it is in Kafka: a record of it, nobody knows which, is refused. */
  record Refused(KafkaException why) implements BatchEnd {}

  /** Nothing of it is in Kafka: another redrive took over. */
  record Fenced() implements BatchEnd {}

  /**
   * Nothing of it is in Kafka.
   *
   * @param mayPass whether another try may help
   */
  record Failed(KafkaException why, boolean mayPass) implements BatchEnd {}

  /** The commit was asked for, and no answer came. */
  record Unknown(KafkaException why) implements BatchEnd {}
}

package diner.producer.doctor;

/** One thing to look at. Runs on a thread of its own, which may be left alone when it is late. */
interface Check {

  /** In a word. */
  String name();

  /**
   * Looks.
   *
   * @throws org.apache.kafka.common.KafkaException where Kafka refuses; the caller makes a finding
   *     of it
   */
  Diagnosis examine() throws InterruptedException;
}

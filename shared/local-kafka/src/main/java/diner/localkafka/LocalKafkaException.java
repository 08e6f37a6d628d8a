package diner.localkafka;

/** The local broker can't start or stop; the message is one line for a person. */
public final class LocalKafkaException extends RuntimeException {

  LocalKafkaException(String message) {
    super(message);
  }

  LocalKafkaException(String message, Throwable cause) {
    super(message, cause);
  }
}

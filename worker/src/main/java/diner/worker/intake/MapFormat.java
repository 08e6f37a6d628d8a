package diner.worker.intake;

import diner.shared.kafka.Alphabet;

/**
 * How the map of finished jobs is written into a commit, and how large it may get.
 *
 * @param alphabet how its bytes become characters
 * @param limitChars characters that the broker takes ({@code offset.metadata.max.bytes})
 * @param maxAttempts the largest count of attempts it has to hold
 */
public record MapFormat(Alphabet alphabet, int limitChars, int maxAttempts) {

  /** Bytes that the map may have. */
  int capacityBytes() {
    return alphabet.bytesIn(limitChars);
  }

  /** For a broker that counts bytes where Apache Kafka counts characters. */
  MapFormat inBase64() {
    return new MapFormat(Alphabet.BASE64, limitChars, maxAttempts);
  }
}

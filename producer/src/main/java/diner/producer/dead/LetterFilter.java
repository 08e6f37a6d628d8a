package diner.producer.dead;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which letters are meant; what is null does not narrow it.
 *
 * @param since the letter was written then or later
 */
record LetterFilter(@Nullable String reason, @Nullable String kind, @Nullable Instant since) {

  boolean matches(Letter letter) {
    return (reason == null || reason.equals(letter.reason()))
        && (kind == null || kind.equals(letter.kind()))
        && (since == null || !letter.at().isBefore(since));
  }

  /** Whether every letter is meant. */
  boolean isAll() {
    return reason == null && kind == null && since == null;
  }
}

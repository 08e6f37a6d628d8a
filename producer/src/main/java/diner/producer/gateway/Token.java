package diner.producer.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The secret that a client has to bring, as {@code Authorization: Bearer <token>}. Only its digest
 * is kept; it is never printed.
 */
final class Token {

  private static final String SCHEME = "bearer ";

  private final byte[] digest;

  private Token(byte[] digest) {
    this.digest = digest;
  }

  /**
   * A token of this text.
   *
   * @throws IllegalArgumentException where it is no token, in words that don't repeat it
   */
  static Token of(String text) {
    var stripped = text.strip();
    if (!stripped.matches("[\\x21-\\x7e]{16,1000}")) {
      throw new IllegalArgumentException(
          "a token must be 16 to 1000 printable ASCII characters without spaces, had %d"
              .formatted(stripped.length()));
    }
    return new Token(digest(stripped));
  }

  /**
   * Whether a request brings it. Takes as long for any other.
   *
   * @param authorization the header; null where there is none
   */
  boolean isIn(@Nullable String authorization) {
    if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return false;
    }
    var given = authorization.substring(SCHEME.length()).strip();
    return MessageDigest.isEqual(digest, digest(given));
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "Token[hidden]";
  }
}

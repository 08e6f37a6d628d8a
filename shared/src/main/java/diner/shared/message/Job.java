package diner.shared.message;

import org.jspecify.annotations.Nullable;

/**
 * A job as a producer sends it.
 *
 * @param id its identity, at most 200 characters
 * @param kind what work it is: {@code burgers}, {@code cleaning} or a kind of the user's own
 * @param key jobs of one key run one at a time, in order; null: in any order
 * @param payload one JSON object, UTF-8
 * @param headers further headers, besides those of id and kind
 */
public record Job(String id, String kind, @Nullable String key, byte[] payload, Headers headers) {

  public Job {
    if (id.isBlank() || id.length() > JobIds.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "id must have 1 to " + JobIds.MAX_LENGTH + " characters, had " + id.length());
    }
    if (!kind.matches("[a-zA-Z0-9._-]{1,100}")) {
      throw new IllegalArgumentException(
          "kind must be 1 to 100 letters, digits, dots, hyphens or underscores, was '"
              + kind
              + "'");
    }
  }
}

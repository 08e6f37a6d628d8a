package diner.shared.message;

/** JSON that can't be read as what was expected; the message says what, which and expected. */
public final class InvalidPayload extends Exception {

  public InvalidPayload(String message) {
    super(message);
  }
}

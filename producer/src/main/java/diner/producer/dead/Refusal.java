package diner.producer.dead;

/**
 * Why a letter is not redriven.
 *
 * @param detail what is the matter with this one
 */
record Refusal(Why why, String detail) {

  /** What it has in common with others; the words fit behind "12 refused, 7 …". */
  enum Why {
    REDRIVEN_OFTEN("redriven as often as --max-redrives allows"),
    VALUE_OMITTED("without their value"),
    FOREIGN("not written by a worker"),
    NO_TOPIC("without a topic to go to"),
    NOT_TAKEN("not taken by Kafka");

    private final String text;

    Why(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }
}

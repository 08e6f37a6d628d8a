package diner.producer.gateway;

/** Ends the making of a job from a request, with the answer that the request gets instead. */
final class Unfit extends Exception {

  private final transient Answer answer;

  Unfit(Answer answer) {
    super(null, null, false, false);
    this.answer = answer;
  }

  Answer answer() {
    return answer;
  }
}

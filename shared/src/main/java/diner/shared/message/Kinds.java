package diner.shared.message;

/** Names of kinds of jobs. */
public final class Kinds {

  private Kinds() {}

  /** The kind of a job that names none: the last part of its topic's name. */
  public static String ofTopic(String topic) {
    return topic.substring(topic.lastIndexOf('.') + 1);
  }
}

package diner.producer.replies;

/** Which reply topic to read, and from where. */
public record ReplyQuery(String topic, StartingPoint from) {}

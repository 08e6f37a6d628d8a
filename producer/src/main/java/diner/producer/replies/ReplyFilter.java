package diner.producer.replies;

/** Picks the replies that somebody waits for; called on the feed's thread alone. */
@FunctionalInterface
public interface ReplyFilter {

  boolean wants(ReplyRecord reply);
}

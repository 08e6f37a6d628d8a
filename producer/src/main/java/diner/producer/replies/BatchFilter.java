package diner.producer.replies;

import diner.shared.message.InvalidPayload;
import java.util.HashSet;
import java.util.Set;

/**
 * The replies of one batch. Owned by the feed's thread. A job counts once even where at-least-once
 * delivery answered it twice: the place of its record tells, since an id may be several jobs'.
 */
final class BatchFilter implements ReplyFilter {

  private final String batch;
  private final Set<String> answered = new HashSet<>();

  BatchFilter(String batch) {
    this.batch = batch;
  }

  @Override
  public boolean wants(ReplyRecord record) {
    if (!record.batchId().equals(batch)) {
      return false;
    }
    try {
      return answered.add(record.reply().source().toString());
    } catch (InvalidPayload e) {
      return true; // said to be unreadable by whoever reads it
    }
  }
}

package diner.producer.gateway;

import diner.producer.replies.ReplyFilter;
import diner.producer.replies.ReplyRecord;
import java.util.Iterator;
import java.util.LinkedHashSet;

/**
 * The ids of jobs that requests may still wait for, the latest up to a bound. Owned by the feed's
 * thread. Whether somebody still waits is known to the event loop alone, so nobody has to tell this
 * set of clients that hung up.
 */
final class RecentIds implements ReplyFilter {

  private final int bound;
  private final LinkedHashSet<String> ids = new LinkedHashSet<>();

  RecentIds(int bound) {
    this.bound = bound;
  }

  void add(String id) {
    ids.add(id);
    for (Iterator<String> oldest = ids.iterator(); ids.size() > bound; ) {
      oldest.next();
      oldest.remove();
    }
  }

  @Override
  public boolean wants(ReplyRecord reply) {
    return ids.remove(reply.jobId());
  }

  int size() {
    return ids.size();
  }
}

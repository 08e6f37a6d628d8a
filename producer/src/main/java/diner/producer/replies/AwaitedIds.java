package diner.producer.replies;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ids of the jobs whose replies are awaited. Owned by the feed's thread. An id added twice is
 * two jobs and awaits two replies.
 */
public final class AwaitedIds implements ReplyFilter {

  private final Map<String, Integer> awaited = new LinkedHashMap<>();

  public void add(String id) {
    awaited.merge(id, 1, Integer::sum);
  }

  /** One reply to that id less is awaited. */
  public void remove(String id) {
    awaited.computeIfPresent(id, (_, count) -> count == 1 ? null : count - 1);
  }

  @Override
  public boolean wants(ReplyRecord reply) {
    var id = reply.jobId();
    if (!awaited.containsKey(id)) {
      return false;
    }
    remove(id);
    return true;
  }

  /** The first of those still awaited, in the order they were added. */
  public List<String> missing(int limit) {
    return awaited.keySet().stream().limit(limit).toList();
  }
}

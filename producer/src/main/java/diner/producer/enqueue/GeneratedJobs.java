package diner.producer.enqueue;

import diner.shared.message.Headers;
import diner.shared.message.InvalidPayload;
import diner.shared.message.Job;
import diner.shared.message.JobIds;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A number of jobs of one kind, made as they are asked for. */
final class GeneratedJobs implements JobSource {

  /**
   * What they have in common.
   *
   * @param id of the one job; null: each gets an id of its own
   */
  record Template(String kind, @Nullable String id, @Nullable String key) {}

  private final Template template;
  private final int total;
  private final IntFunction<byte[]> payload;
  private int made;

  /**
   * @param payload of the i-th job, from 0
   */
  GeneratedJobs(Template template, int total, IntFunction<byte[]> payload) {
    this.template = template;
    this.total = total;
    this.payload = payload;
  }

  @Override
  public @Nullable JobEntry next() {
    if (made == total) {
      return null;
    }
    var bytes = payload.apply(made++);
    try {
      PayloadCheck.check(template.kind(), bytes);
    } catch (InvalidPayload e) {
      return new JobEntry.Unfit("job " + made, String.valueOf(e.getMessage()));
    }
    var id = template.id() == null ? JobIds.next() : template.id();
    return new JobEntry.Ready(new Job(id, template.kind(), template.key(), bytes, Headers.NONE));
  }

  @Override
  public int total() {
    return total;
  }
}

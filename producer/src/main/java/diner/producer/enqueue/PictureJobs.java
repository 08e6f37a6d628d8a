package diner.producer.enqueue;

import diner.producer.OutputFormat;
import diner.producer.replies.ReplyUse;
import diner.producer.terminal.Plain;
import diner.producer.terminal.Progress;
import diner.shared.message.CleaningOrder;
import diner.shared.message.CleaningOrder.PictureHouse;
import diner.shared.message.Headers;
import diner.shared.message.InvalidPayload;
import diner.shared.message.Job;
import diner.shared.message.JobIds;
import diner.shared.message.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cleaning job for each picture. A file is read when its job is asked for, and forgotten with it;
 * only its name is kept. Owned by the command's thread.
 */
final class PictureJobs implements JobSource {

  /**
   * What the jobs have in common.
   *
   * @param id of the one job; null: each gets an id of its own
   */
  record Template(int rooms, @Nullable String id, @Nullable String key, PictureLimit limit) {}

  private final List<Path> files;
  private final Template template;
  private final @Nullable ResultFolder results;
  private final Iterator<Path> rest;
  private final Map<String, Path> filesById = new HashMap<>();

  /**
   * @param results where the cleaned pictures go; null: nowhere
   */
  PictureJobs(List<Path> files, Template template, @Nullable ResultFolder results) {
    this.files = List.copyOf(files);
    this.template = template;
    this.results = results;
    this.rest = this.files.iterator();
  }

  @Override
  public @Nullable JobEntry next() {
    if (!rest.hasNext()) {
      return null;
    }
    var file = rest.next();
    try {
      var job = job(file);
      filesById.put(job.id(), file);
      return new JobEntry.Ready(job);
    } catch (InvalidPayload e) {
      return new JobEntry.Unfit(
          Plain.line(file.toString()), Plain.line(String.valueOf(e.getMessage())));
    }
  }

  private Job job(Path file) throws InvalidPayload {
    if (results != null && results.isTaken(results.resultOf(file))) {
      throw new InvalidPayload(
          "%s is there already: remove it, choose another --out, or give --force"
              .formatted(results.resultOf(file)));
    }
    var image = PictureFile.read(file, template.limit());
    var payload = Json.bytes(new PictureHouse(template.rooms(), image));
    var id = template.id() == null ? JobIds.next() : template.id();
    return new Job(id, CleaningOrder.KIND, template.key(), payload, Headers.NONE);
  }

  @Override
  public int total() {
    return files.size();
  }

  @Override
  public @Nullable Path fileOf(String jobId) {
    return filesById.get(jobId);
  }

  @Override
  public ReplyUse replyUse(PrintWriter out, Progress progress, OutputFormat format) {
    return new CleanedPictures(this, results, out, progress, format);
  }
}

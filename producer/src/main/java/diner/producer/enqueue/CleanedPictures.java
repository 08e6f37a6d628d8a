package diner.producer.enqueue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import diner.producer.OutputFormat;
import diner.producer.replies.ReplyUse;
import diner.producer.terminal.Plain;
import diner.producer.terminal.Progress;
import diner.shared.message.CleanHouse;
import diner.shared.message.InvalidPayload;
import diner.shared.message.Json;
import diner.shared.message.Reply;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes each cleaned picture as its reply comes, and calls jobs by their files. Owned by the
 * command's thread; holds no picture longer than it takes to write it.
 */
final class CleanedPictures implements ReplyUse {

  /** Characters of a name that leave room for a progress bar. */
  private static final int MOST_SHOWN = 20;

  private final PictureJobs jobs;
  private final @Nullable ResultFolder results;
  private final PrintWriter out;
  private final Progress progress;
  private final OutputFormat format;
  private String latest = "";
  private int unwritten;

  /**
   * @param results where the cleaned pictures go; null: they are left in their replies
   */
  CleanedPictures(
      PictureJobs jobs,
      @Nullable ResultFolder results,
      PrintWriter out,
      Progress progress,
      OutputFormat format) {
    this.jobs = jobs;
    this.results = results;
    this.out = out;
    this.progress = progress;
    this.format = format;
  }

  @Override
  public String take(Reply reply, String line) {
    var file = jobs.fileOf(reply.job());
    if (file == null) {
      return line;
    }
    latest = Plain.line(String.valueOf(file.getFileName()), MOST_SHOWN);
    var written =
        results != null && reply.status() == Reply.Status.DONE ? write(reply, file, results) : null;
    return format == OutputFormat.JSON ? withFiles(line, file, written) : line;
  }

  /** Returns where the picture is now; null where that did not go. */
  private @Nullable Path write(Reply reply, Path file, ResultFolder folder) {
    var result = folder.resultOf(file);
    try {
      var house = house(reply);
      folder.write(result, png(house));
      if (format == OutputFormat.TABLE) {
        progress.clear();
        out.println(line(file, result, house));
        out.flush();
      }
      return result;
    } catch (FileAlreadyExistsException e) {
      noteUnwritten(file, result + " has come to be meanwhile; with --force it is replaced");
    } catch (IOException e) {
      noteUnwritten(file, "%s: %s".formatted(result, PictureFile.reason(e)));
    } catch (InvalidPayload e) {
      noteUnwritten(file, "the reply has no picture: " + e.getMessage());
    }
    return null;
  }

  private void noteUnwritten(Path file, String why) {
    unwritten++;
    progress.note("cleaned, but not written: " + Plain.line(file + ": " + why));
  }

  private static CleanHouse house(Reply reply) throws InvalidPayload {
    if (reply.result() == null) {
      throw new InvalidPayload("it has no result");
    }
    return Json.read(Json.bytes(reply.result()), CleanHouse.class);
  }

  /** Anybody may write to the reply topic: what is no PNG does not get the name of one. */
  private static byte[] png(CleanHouse house) throws InvalidPayload {
    byte @Nullable [] image = house.image();
    if (image == null || !PictureFile.isPng(image)) {
      throw new InvalidPayload("expected a PNG as image");
    }
    return image;
  }

  private static String line(Path file, Path result, CleanHouse house) {
    return String.format(
        Locale.ROOT,
        "%s -> %s  dirt %.2f %% -> %.2f %%",
        Plain.line(file.toString()),
        Plain.line(result.toString()),
        house.dirtBefore() * 100,
        house.dirtAfter() * 100);
  }

  /** The reply with the names of both files; a picture that was written is not repeated. */
  private static String withFiles(String line, Path file, @Nullable Path written) {
    try {
      if (!(Json.codec().readTree(line) instanceof ObjectNode reply)) {
        return line;
      }
      reply.put("file", file.toString());
      if (written != null) {
        reply.put("cleaned", written.toString());
        if (reply.get("result") instanceof ObjectNode result) {
          result.remove("image");
        }
      }
      return new String(Json.bytes(reply), StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      return line;
    }
  }

  @Override
  public String nameOf(Reply reply) {
    return jobs.fileOf(reply.job()) == null
        ? ReplyUse.super.nameOf(reply)
        : Plain.line(jobs.nameOf(reply.job()));
  }

  @Override
  public String advice(Reply.Failure failure) {
    return failure.type().equals("result-too-large")
        ? ": make the picture smaller, or raise --reply-limit of the workers and"
            + " max.message.bytes of their replies' topic"
        : "";
  }

  @Override
  public String latest() {
    return latest;
  }

  /** All: each file is to be named. */
  @Override
  public int failuresShown() {
    return Integer.MAX_VALUE;
  }

  @Override
  public int unused() {
    return unwritten;
  }
}

package diner.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Several worker processes with a place each. A place's worker may be killed and replaced; each has
 * a name of its own, {@code place.life}, which its replies carry.
 */
final class Crew implements AutoCloseable {

  private final List<String> flags;
  private final IntFunction<List<String>> arguments;
  private final Path folder;
  private final List<Member> members = new ArrayList<>();
  private int lives;

  private Crew(List<String> flags, IntFunction<List<String>> arguments, Path folder) {
    this.flags = flags;
    this.arguments = arguments;
    this.folder = folder;
  }

  /** Starts so many; each place has arguments of its own. */
  static Crew start(int size, IntFunction<List<String>> arguments, Path folder) throws Exception {
    var crew = new Crew(StartCache.flags(), arguments, folder);
    for (var i = 0; i < size; i++) {
      crew.join();
    }
    return crew;
  }

  int size() {
    return members.size();
  }

  Member member(int place) {
    return members.get(place);
  }

  /** Starts one more worker. */
  Member join() throws IOException {
    var member = hire(members.size());
    members.add(member);
    return member;
  }

  /** Kills the worker of a place and returns it as it was. */
  Member kill(int place) throws InterruptedException {
    members.get(place).process().kill();
    return members.get(place);
  }

  /** Puts a new worker into a place. */
  Member replace(int place) throws IOException {
    members.get(place).process().close();
    var member = hire(place);
    members.set(place, member);
    return member;
  }

  /** SIGTERM to the worker of the last place; returns its exit code when it has gone. */
  int leave() throws InterruptedException {
    var member = members.removeLast();
    try (var process = member.process()) {
      process.terminate();
      return process.exitCode();
    }
  }

  /** The logs of all who are there, and what their threads do, for the message of a failure. */
  String logs() {
    var logs = new StringBuilder();
    for (var member : members) {
      logs.append(member.name())
          .append(member.process().isAlive() ? ":\n" : ", which has ended:\n")
          .append(member.process().logWithThreads());
    }
    return logs.toString();
  }

  @Override
  public void close() {
    members.forEach(member -> member.process().close());
  }

  private Member hire(int place) throws IOException {
    lives++;
    var name = "w" + place + "." + lives;
    var all = new ArrayList<>(arguments.apply(place));
    all.addAll(List.of("--name", name));
    return new Member(name, WorkerProcess.start(flags, all, folder));
  }

  /** One worker in one life. */
  record Member(String name, WorkerProcess process) {}
}

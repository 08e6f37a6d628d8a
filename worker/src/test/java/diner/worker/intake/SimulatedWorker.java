package diner.worker.intake;

import static diner.worker.intake.SimulatedKafka.check;
import static java.nio.charset.StandardCharsets.UTF_8;

import diner.shared.kafka.DoneAhead;
import diner.shared.message.Headers;
import diner.shared.message.Reply.Failure;
import diner.shared.message.Turn;
import diner.worker.Deliveries;
import diner.worker.flow.Assignment;
import diner.worker.flow.Batch;
import diner.worker.flow.CommitPoint;
import diner.worker.flow.Lane;
import diner.worker.flow.Membership;
import diner.worker.flow.Outcome;
import diner.worker.flow.Outcome.Again;
import diner.worker.flow.Outcome.Finished;
import diner.worker.flow.Outcome.Unavailable;
import diner.worker.flow.Settled;
import diner.worker.flow.Sign;
import diner.worker.flow.Ticket;
import diner.worker.intake.SimulatedKafka.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * A worker's real bookkeeping between lanes, a publisher and a mailbox of the simulation, which
 * move when the schedule says so. Checks with every start that it may be.
 */
final class SimulatedWorker {

  /** The process is gone: thrown where a job ends it. */
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** What is the same for all workers of a schedule. */
  record World(
      SimulatedKafka kafka,
      SettableClock clock,
      Random random,
      Limits limits,
      Function<String, KindRule> ruleOf,
      boolean isExactlyOnce,
      Weather weather) {}

  /** Whether the service behind the burgers is away, and which jobs ever found it so. */
  static final class Weather {
    boolean isAway;
    final Set<Job> wereRefused = new HashSet<>();
  }

  private static final long TIMESTAMP_MILLIS = new SettableClock().millis();

  private final World world;
  private final String name;
  private final Intake intake;
  private final ArrayDeque<Runnable> mailbox = new ArrayDeque<>();
  private final List<Ticket> running = new ArrayList<>();
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private final Set<TopicPartition> assigned =
      new TreeSet<>((one, other) -> Integer.compare(one.partition(), other.partition()));
  private @Nullable Batch underWay;

  /** Attempts that failed, as intake was told, by assignment and offset. */
  private final Map<Assignment, Map<Long, Integer>> failed = new HashMap<>();

  /** Jobs whose last attempt was refused while the gate was shut. */
  private final Set<Settled> notToBeGivenUp = Collections.newSetFromMap(new IdentityHashMap<>());

  private final IdentityHashMap<Ticket, Instant> startedAt = new IdentityHashMap<>();

  /** Commit points whose records are sent, at-least-once; the oldest is committed first. */
  private final ArrayDeque<List<CommitPoint>> toCommit = new ArrayDeque<>();

  private int generation;
  private int lives;
  private boolean stopping;

  SimulatedWorker(World world, String name) {
    this.world = world;
    this.name = name;
    this.intake =
        new Intake(
            world.limits(),
            world.ruleOf(),
            new PollLoop.Surroundings(this::start, this::take, this::read),
            this::membership,
            world.clock());
  }

  String name() {
    return name;
  }

  boolean isStopping() {
    return stopping;
  }

  /** The group has a new generation, and this worker knows. */
  void joined(int newGeneration) {
    generation = newGeneration;
  }

  void assign(Collection<TopicPartition> partitions) {
    assigned.addAll(partitions);
    // Poll begins at the committed offset, whatever is known of it yet.
    partitions.forEach(partition -> positions.put(partition, 0L));
    intake.assign(partitions);
  }

  Set<TopicPartition> assigned() {
    return Set.copyOf(assigned);
  }

  // One step each

  void poll() {
    var records = new HashMap<TopicPartition, List<ConsumerRecord<byte[], byte[]>>>();
    var next = new HashMap<TopicPartition, OffsetAndMetadata>();
    for (var partition : assigned) {
      if (intake.whyFull(partition, false) != null) {
        continue;
      }
      var from = positions.getOrDefault(partition, 0L);
      var most = 1 + world.random().nextInt(5);
      var jobs = world.kafka().read(partition, from, most);
      var position =
          jobs.size() < most ? world.kafka().end(partition) : jobs.getLast().offset() + 1;
      if (!jobs.isEmpty()) {
        records.put(partition, jobs.stream().map(SimulatedWorker::record).toList());
      }
      if (position > from) {
        next.put(partition, new OffsetAndMetadata(position));
        positions.put(partition, position);
      }
    }
    intake.polled(new ConsumerRecords<>(records, next));
    intake.turn();
  }

  /** The next message reaches intake. */
  void deliver() {
    var message = mailbox.pollFirst();
    if (message != null) {
      message.run();
    }
    if (!stopping || world.random().nextBoolean()) {
      intake.turn();
    }
  }

  /** An attempt ends, as its job says; a former life's, too. */
  void endOneAttempt() {
    if (running.isEmpty()) {
      return;
    }
    var ticket = running.remove(world.random().nextInt(running.size()));
    var outcome = outcomeOf(ticket);
    mailbox.add(() -> {
      if (outcome instanceof Again) {
        failed
            .computeIfAbsent(ticket.assignment(), _ -> new HashMap<>())
            .put(jobOf(ticket).offset(), ticket.attempt());
      } else if (outcome instanceof Unavailable(Finished(var last, _), _, _, _)
          && !intake.outages().isEmpty()) {
        notToBeGivenUp.add(last);
      }
      intake.ended(List.of(outcome));
    });
  }

  private Outcome outcomeOf(Ticket ticket) {
    var job = jobOf(ticket);
    var done =
        new Finished(
            Deliveries.settled(ticket, Deliveries.reply(new byte[0])),
            world.random().nextInt(20) == 0 ? Sign.UNTRIED : Sign.ANSWERED);
    var again =
        new Again(
            ticket,
            Duration.ofMillis(world.random().nextInt(2_000)),
            new Failure("503", "busy"),
            world.random().nextInt(3) == 0 ? Sign.SILENT : Sign.ANSWERED);
    if (ticket.isTooLate(world.clock().instant())) {
      return ticket.isExpired() ? new Finished(done.settled()) : done;
    }
    var mayBeTriedAgain = ticket.attempt() < world.limits().map().maxAttempts();
    if (!job.isComputing() && world.weather().isAway) {
      world.weather().wereRefused.add(job);
      failed.getOrDefault(ticket.assignment(), new HashMap<>()).remove(job.offset());
      return new Unavailable(
          mayBeTriedAgain
              ? new Again(ticket, again.delay(), again.failure(), Sign.REFUSED)
              : new Finished(done.settled(), Sign.REFUSED),
          startedAt.getOrDefault(ticket, world.clock().instant()),
          again.failure(),
          Duration.ofMillis(Math.max(0, world.random().nextInt(3_000) - 2_000)));
    }
    return ticket.attempt() <= job.failures() && mayBeTriedAgain ? again : done;
  }

  /** The publisher's batch ends well, unless the group refuses it. */
  void publish() {
    var batch = underWay;
    if (batch == null) {
      return;
    }
    underWay = null;
    if (!world.isExactlyOnce()) {
      world.kafka().send(batch);
      mailbox.add(() -> toCommit.addLast(new ArrayList<>(intake.published(batch))));
    } else if (world.kafka().commit(batch)) {
      mailbox.add(() -> {
        intake.published(batch);
        intake.committed();
      });
    } else {
      mailbox.add(() -> intake.aborted(batch));
    }
  }

  /** The publisher's batch is aborted. */
  void abort() {
    var batch = underWay;
    if (batch != null && world.isExactlyOnce()) {
      underWay = null;
      mailbox.add(() -> intake.aborted(batch));
    }
  }

  /** The publisher lost its batch, whatever became of that. */
  void lose() {
    var batch = underWay;
    if (batch != null && world.isExactlyOnce()) {
      underWay = null;
      world.kafka().leave(batch, world.random().nextBoolean());
      mailbox.add(() -> {
        lives++;
        intake.startAnew(batch);
      });
    }
  }

  /** Offsets of acknowledged records are committed, at-least-once, unless the group refuses. */
  void commitOffsets() {
    var oldest = toCommit.peekFirst();
    if (oldest == null) {
      return;
    }
    if (world.kafka().commit(membership(), oldest)) {
      toCommit.removeFirst();
      intake.committed();
    }
  }

  // Coming and going

  /** Partitions are taken away: what runs may finish, for so many steps. */
  void revoke(Collection<TopicPartition> partitions, int steps) {
    var life = lives;
    var released = intake.release(partitions);
    pump(steps, () -> intake.isDrained(released));
    if (!intake.isDrained(released)) {
      intake.unrecord(released);
    }
    pump(steps, () -> intake.isSaved(released));
    for (var commits = toCommit.size(); commits > 0; commits--) {
      commitOffsets();
    }
    if (life == lives && intake.isSaved(released) && toCommit.isEmpty()) {
      checkHandedOver(Set.copyOf(released));
    }
    lost(partitions);
  }

  /** What is cut off by a handover counts as not tried. */
  private void checkHandedOver(Set<Assignment> released) {
    for (var ticket : running) {
      var job = jobOf(ticket);
      check(
          !released.contains(ticket.assignment()) || world.kafka().attempts(job) < ticket.attempt(),
          () -> name + " counts an attempt that it cut off: " + ticket);
    }
  }

  void lost(Collection<TopicPartition> partitions) {
    assigned.removeAll(partitions);
    intake.forget(partitions);
    toCommit.forEach(
        points -> points.removeIf(point -> partitions.contains(partition(point.assignment()))));
  }

  void stop() {
    stopping = true;
    intake.stopAdmitting();
  }

  boolean isDrained() {
    return intake.isDrained() && toCommit.isEmpty() && mailbox.isEmpty();
  }

  /** The process is gone; its transaction is left behind. */
  void die() {
    if (underWay != null && world.isExactlyOnce()) {
      world.kafka().leave(underWay, world.random().nextBoolean());
    } else if (underWay != null && world.random().nextBoolean()) {
      world.kafka().send(underWay);
    }
  }

  private void pump(int steps, BooleanSupplier until) {
    intake.publishIfIdle();
    for (var i = 0; i < steps && !until.getAsBoolean(); i++) {
      switch (world.random().nextInt(3)) {
        case 0 -> endOneAttempt();
        case 1 -> publish();
        default -> {
          var message = mailbox.pollFirst();
          if (message != null) {
            message.run();
          }
        }
      }
      intake.publishIfIdle();
    }
  }

  // What intake sees around it

  private void start(Lane lane, List<Ticket> tickets) {
    check(!stopping, () -> name + " is to stop and starts " + tickets);
    check(
        lane != Lane.WAITING
            || intake.outages().isEmpty()
            || tickets.stream().filter(ticket -> !ticket.isExpired()).count() <= 1,
        () -> name + " starts several though the service is away: " + tickets);
    for (var ticket : tickets) {
      var job = jobOf(ticket);
      if (ticket.isExpired()) {
        checkExpired(ticket, job);
        running.add(ticket);
        continue;
      }
      checkStart(ticket, job);
      checkLimit(ticket);
      var isGivenUp = ticket.attempt() > world.limits().map().maxAttempts();
      running.add(ticket);
      startedAt.put(ticket, world.clock().instant());
      if (job.isKiller() && !isGivenUp) {
        throw new Killed();
      }
    }
  }

  private void checkExpired(Ticket ticket, Job job) {
    var deadline = job.deadline();
    check(
        deadline != null && !world.clock().instant().isBefore(deadline),
        () -> name + " gives up before its deadline: " + ticket);
  }

  private void checkLimit(Ticket ticket) {
    var rule = world.ruleOf().apply(ticket.kind());
    var runningOfKind =
        running.stream()
            .filter(other -> !other.isExpired() && other.kind().equals(ticket.kind()))
            .count();
    check(
        runningOfKind < rule.limit(),
        () -> name + " starts more than " + rule + " allows: " + ticket);
  }

  private void checkStart(Ticket ticket, Job job) {
    var notBefore = job.notBefore();
    check(
        notBefore == null || !world.clock().instant().isBefore(notBefore),
        () -> name + " starts too early: " + ticket);
    var isPresent = assigned.contains(job.partition()) && world.kafka().isMember(membership());
    if (isPresent) {
      check(!world.kafka().isFinished(job), () -> name + " starts what is committed: " + ticket);
      var made = world.kafka().attempts(job) - (job.isComputing() ? 1 : 0);
      // What is given back may be started before that is committed.
      var isLess = ticket.attempt() <= made && !world.weather().wereRefused.contains(job);
      check(!isLess, () -> name + " forgot attempts of " + ticket + ": " + made);
    }
    if (job.isComputing()) {
      check(
          !isPresent || world.kafka().attempts(job) > 0,
          () -> name + " starts what is not on record: " + ticket);
    }
    for (var other : running) {
      check(
          job.key() == null
              || other.isExpired()
              || !other.assignment().equals(ticket.assignment())
              || !job.key().equals(jobOf(other).key()),
          () -> name + " runs two of one key: " + ticket + " and " + other);
    }
  }

  /** A batch for the publisher: its commit points say what intake was told of failed attempts. */
  private void take(Batch batch) {
    check(underWay == null, () -> name + " publishes two batches at once");
    underWay = batch;
    check(
        batch.settled().stream().noneMatch(notToBeGivenUp::contains),
        () -> name + " gives up a job whose service is away");
    for (var point : batch.commitPoints()) {
      var partition = partition(point.assignment());
      var committed = new Turn(partition.topic(), partition.partition(), point.offset());
      var map = DoneAhead.decode(committed, point.metadata()).orElseThrow();
      failed
          .getOrDefault(point.assignment(), Map.of())
          .forEach((offset, attempts) -> {
            var isFinished = new boolean[] {offset < point.offset()};
            map.forEachRun((from, to) -> isFinished[0] |= from <= offset && offset < to);
            check(
                isFinished[0] || map.attempts().getOrDefault(offset, 0) >= attempts,
                () -> name + " forgot attempts at " + partition + "@" + offset + ", by " + point);
          });
    }
  }

  private void read(Collection<Assignment> assignments) {
    var points = new ArrayList<ResumePoint>();
    for (var assignment : assignments) {
      world
          .kafka()
          .committed(partition(assignment))
          .ifPresent(committed ->
              points.add(
                  new ResumePoint(
                      assignment, committed, world.kafka().metadata(partition(assignment)), 0)));
    }
    mailbox.add(() -> positions.putAll(intake.resume(points, null)));
  }

  private Membership membership() {
    return new Membership("workers", generation, name, null);
  }

  private Job jobOf(Ticket ticket) {
    return world.kafka().job(partition(ticket.assignment()), ticket.delivery().offset());
  }

  private static TopicPartition partition(Assignment assignment) {
    return new TopicPartition(assignment.topic(), assignment.partition());
  }

  private static ConsumerRecord<byte[], byte[]> record(Job job) {
    var headers = new RecordHeaders();
    headers.add(Headers.JOB_KIND, (job.isComputing() ? "cleaning" : "burgers").getBytes(UTF_8));
    add(headers, Headers.NOT_BEFORE, job.notBefore());
    add(headers, Headers.DEADLINE, job.deadline());
    var key = job.key();
    return new ConsumerRecord<>(
        job.partition().topic(),
        job.partition().partition(),
        job.offset(),
        TIMESTAMP_MILLIS,
        TimestampType.CREATE_TIME,
        0,
        0,
        key == null ? null : key.getBytes(UTF_8),
        new byte[0],
        headers,
        Optional.empty());
  }

  private static void add(RecordHeaders headers, String name, @Nullable Instant time) {
    if (time != null) {
      headers.add(name, time.toString().getBytes(UTF_8));
    }
  }
}

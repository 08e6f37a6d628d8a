package diner.worker;

import diner.shared.kafka.DoneAhead;
import diner.shared.message.Json;
import diner.shared.message.Reply;
import diner.shared.message.Turn;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads replies and dead letters as a {@code read_committed} client does, on a thread of its own,
 * into a {@link ReplyBook}; and looks, once a second and at the end, whether an offset was
 * committed before its reply. A look takes the commits first and then reads to the ends that the
 * topics had after that, so what it misses was not there.
 */
final class ReplyAudit implements AutoCloseable {

  private static final Duration LOOK_LIMIT = Duration.ofSeconds(60);

  private final Diner diner;
  private final Consumer<Reply> onReply;
  private final ReplyBook book = new ReplyBook();
  private final Admin admin;
  private final List<TopicPartition> partitions;
  private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
  private final List<String> findings = new CopyOnWriteArrayList<>();
  private final AtomicInteger looks = new AtomicInteger();
  private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();
  private final Thread reading;
  private volatile boolean isClosed;
  private volatile @Nullable Throwable fault;

  private ReplyAudit(Diner diner, Consumer<Reply> onReply) {
    this.diner = diner;
    this.onReply = onReply;
    this.admin =
        Admin.create(
            Map.of(
                "bootstrap.servers",
                diner.bootstrapServers(),
                "request.timeout.ms",
                5_000,
                "default.api.timeout.ms",
                10_000));
    this.partitions =
        Stream.of(diner.topics().replies(), diner.topics().deadLetters())
            .flatMap(topic -> diner.partitions(topic).stream())
            .toList();
    this.reading = Thread.ofPlatform().name("reply-audit").unstarted(this::read);
  }

  static ReplyAudit start(Diner diner) {
    return start(diner, _ -> {});
  }

  /** Starts; tells each reply the moment it can be read, on the audit's own thread. */
  static ReplyAudit start(Diner diner, Consumer<Reply> onReply) {
    var audit = new ReplyAudit(diner, onReply);
    audit.reading.start();
    var _ = audit.looking.scheduleWithFixedDelay(audit::lookIfKafkaIsThere, 1, 1, TimeUnit.SECONDS);
    return audit;
  }

  ReplyBook book() {
    return book;
  }

  /** Looks that were completed. */
  int looks() {
    return looks.get();
  }

  /**
   * Waits for an answer to each of so many jobs; where that takes too long, tells what there is.
   */
  void awaitAnswers(int jobs, Duration limit) throws Exception {
    awaitAnswers(jobs, limit, () -> "");
  }

  /** The same, with what else the message of a failure should hold. */
  void awaitAnswers(int jobs, Duration limit, Supplier<String> more) throws Exception {
    try {
      Awaitility.await("all answered")
          .atMost(limit)
          .until(() -> {
            requireReading();
            return book.answered() >= jobs;
          });
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "not all answered within %s: %s%n%s%nread to %s of %s%n%s"
              .formatted(
                  limit, book.verdict(jobs), diner.standing(), positions, ends(), more.get()),
          e);
    }
  }

  /** Offsets that were committed before their replies, in words; the last look is taken here. */
  List<String> findings() throws Exception {
    looking.shutdown();
    if (!looking.awaitTermination(LOOK_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("a look did not end within " + LOOK_LIMIT);
    }
    look();
    return List.copyOf(findings);
  }

  @Override
  public void close() {
    isClosed = true;
    looking.shutdownNow();
    try {
      reading.join(Duration.ofSeconds(20));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    admin.close(Duration.ofSeconds(1));
  }

  private void lookIfKafkaIsThere() {
    try {
      look();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof RetriableException)) {
        findings.add("a look failed: " + e.getCause());
      }
    } catch (TimeoutException e) {
      // Kafka is away: the next look will see what this one would have.
    } catch (Exception e) {
      if (!isClosed) {
        findings.add("a look failed: " + e);
      }
    }
  }

  private void look() throws Exception {
    var commits = diner.commits();
    readTo(ends());
    commits.forEach(this::check);
    looks.incrementAndGet();
  }

  /** Ends as they are, open transactions included: a commit may be seen before its markers are. */
  private Map<TopicPartition, Long> ends() throws Exception {
    var latest = partitions.stream().collect(Collectors.toMap(tp -> tp, _ -> OffsetSpec.latest()));
    return admin.listOffsets(latest).all().get(20, TimeUnit.SECONDS).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
  }

  private void readTo(Map<TopicPartition, Long> ends) {
    Awaitility.await("replies read to their ends")
        .atMost(LOOK_LIMIT)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> {
          requireReading();
          return ends.entrySet().stream()
              .allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
        });
  }

  private void requireReading() {
    if (fault != null) {
      throw new AssertionError("the reader of replies died", fault);
    }
  }

  private void check(TopicPartition partition, OffsetAndMetadata commit) {
    book.firstUnanswered(partition, 0, commit.offset())
        .ifPresent(offset ->
            findings.add(
                "%s: %d is committed, but %d has no reply"
                    .formatted(partition, commit.offset(), offset)));
    var committed = new Turn(partition.topic(), partition.partition(), commit.offset());
    DoneAhead.decode(committed, commit.metadata())
        .ifPresentOrElse(
            map -> map.forEachRun((from, to) -> check(committed, from, to)),
            () -> findings.add("%s: unreadable metadata".formatted(committed)));
  }

  /** Offsets that hold no job are finished, too; here there are such only between transactions. */
  private void check(Turn committed, long from, long to) {
    book.firstUnanswered(new TopicPartition(committed.topic(), committed.partition()), from, to)
        .ifPresent(offset ->
            findings.add("%s: %d is done ahead, but has no reply".formatted(committed, offset)));
  }

  private void read() {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            diner.bootstrapServers(),
            "isolation.level",
            "read_committed",
            "max.poll.records",
            5_000);
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (!isClosed) {
        for (var record : consumer.poll(Duration.ofMillis(100))) {
          book(record);
        }
        // After the booking: whoever sees a position finds all before it in the book.
        for (var partition : partitions) {
          positions.put(partition, consumer.position(partition));
        }
      }
    } catch (Throwable e) {
      fault = e;
    }
  }

  private void book(ConsumerRecord<byte[], byte[]> record) throws Exception {
    if (record.topic().equals(diner.topics().deadLetters())) {
      book.onDeadLetter(Diner.header(record, "job-id"));
    } else {
      var reply = Json.read(record.value(), Reply.class);
      book.onReply(reply);
      onReply.accept(reply);
    }
  }
}

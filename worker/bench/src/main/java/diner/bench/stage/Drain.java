package diner.bench.stage;

import diner.shared.cli.CommandFailure;
import diner.shared.cli.ExitCode;
import diner.shared.kafka.TopicCreation;
import diner.shared.kafka.Topics;
import diner.shared.message.Headers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;

/**
 * How one process answers a whole backlog, to a reply topic of its own. While that goes on, only
 * the process and what its group has committed are looked at; the replies are read afterwards.
 * Owned by the main thread.
 */
final class Drain implements AutoCloseable {

  private static final int REPLY_PARTITIONS = 8;
  private static final Duration ADMIN_LIMIT = Duration.ofSeconds(30);
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Duration POLL_LIMIT = Duration.ofMillis(500);
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);
  private static final int LOOKS_A_QUESTION = 5;

  private final Admin admin;
  private final String bootstrapServers;
  private final String group;
  private final Backlog backlog;
  private final Topics topics;

  private Drain(Admin admin, String bootstrapServers, String group, Backlog backlog) {
    this.admin = admin;
    this.bootstrapServers = bootstrapServers;
    this.group = group;
    this.backlog = backlog;
    this.topics = new Topics(group);
  }

  /** Makes the topic of the replies, whose timestamps are the broker's. */
  static Drain open(String bootstrapServers, String group, Backlog backlog) {
    var admin = Admin.create(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    var drain = new Drain(admin, bootstrapServers, group, backlog);
    TopicCreation.createMissing(
        admin,
        List.of(
            new NewTopic(drain.topics.replies(), REPLY_PARTITIONS, (short) 1)
                .configs(
                    Map.of(
                        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                        "LogAppendTime",
                        // A million replies, soon deleted.
                        TopicConfig.FILE_DELETE_DELAY_MS_CONFIG,
                        "100"))),
        ADMIN_LIMIT);
    return drain;
  }

  /** Waits until the process has answered and committed everything, and reads what it wrote. */
  Drained watch(Part process, Runnable checkAlive, Drained.Counted counted)
      throws InterruptedException {
    var usage = new Usage();
    var looks = 0;
    var end = System.nanoTime() + LIMIT.toNanos();
    while (++looks % LOOKS_A_QUESTION != 0 || committed() < backlog.jobs()) {
      checkAlive.run();
      usage.look(process.handle());
      require(System.nanoTime() < end, "not everything is committed");
      Thread.sleep(LOOK_EVERY);
    }
    usage.look(process.handle());
    var peakMiB = Usage.peakMiB(process.handle());
    var times = read();
    var from = times.millisOf(counted.first());
    var to = times.millisOf(counted.last());
    var jobs = times.repliesAfter(from) - times.repliesAfter(to);
    return new Drained(
        jobs * 1e3 / (to - from),
        usage.secondsBetween(from, to) * 1e6 / jobs,
        peakMiB,
        times.repeated(),
        times.replyBytes());
  }

  /** Of the jobs, whose topic holds nothing else. */
  private long committed() {
    return TopicCreation.await(
            admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(), ADMIN_LIMIT)
        .values()
        .stream()
        .mapToLong(committed -> committed.offset())
        .sum();
  }

  private AppendTimes read() {
    var times = new AppendTimes(backlog.jobs());
    var partitions =
        IntStream.range(0, REPLY_PARTITIONS)
            .mapToObj(partition -> new TopicPartition(topics.replies(), partition))
            .toList();
    var end = System.nanoTime() + LIMIT.toNanos();
    try (var replies =
        new KafkaConsumer<byte[], byte[]>(Counter.consumerSettings(bootstrapServers))) {
      replies.assign(partitions);
      BooleanSupplier isAtEnd =
          () ->
              replies.endOffsets(partitions).entrySet().stream()
                  .allMatch(it -> replies.position(it.getKey()) >= it.getValue());
      while (!times.isComplete() || !isAtEnd.getAsBoolean()) {
        require(System.nanoTime() < end, "replies are missing");
        for (var reply : replies.poll(POLL_LIMIT)) {
          var id = reply.headers().lastHeader(Headers.JOB_ID).value();
          times.add(Backlog.number(id), reply.timestamp(), reply.value().length);
        }
      }
    }
    return times;
  }

  private void require(boolean isTrue, String what) {
    if (!isTrue) {
      throw CommandFailure.of(
          "bench: %s: %s after %d s".formatted(group, what, LIMIT.toSeconds()),
          ExitCode.TIMEOUT,
          null);
    }
  }

  @Override
  public void close() {
    var owned =
        TopicCreation.await(admin.listTopics().names(), ADMIN_LIMIT).stream()
            .filter(topics::owns)
            .toList();
    TopicCreation.await(admin.deleteTopics(owned).all(), ADMIN_LIMIT);
    admin.close();
  }
}

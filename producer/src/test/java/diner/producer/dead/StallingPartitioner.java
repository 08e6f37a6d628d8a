package diner.producer.dead;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.utils.Utils;

/**
 * Partitions as the client does, but stands still before a certain record with a key: amid the open
 * transaction that the record belongs to. In a process of its own the record's number is the
 * property {@code stall.at}, and it stands for ever; the word {@code stalled} on stdout tells.
 */
public final class StallingPartitioner implements Partitioner {

  /** One place to stand still at, in this JVM. */
  static final class Stall {

    private final int at;
    private final AtomicInteger records = new AtomicInteger();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    private Stall(int at) {
      this.at = at;
    }

    void awaitReached() throws InterruptedException {
      if (!reached.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("record " + at + " was not sent within 30 s");
      }
    }

    void release() {
      released.countDown();
    }

    private void onRecord() {
      if (records.incrementAndGet() == at) {
        System.out.println("stalled");
        reached.countDown();
        try {
          if (!released.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody released record " + at);
          }
        } catch (InterruptedException e) {
          throw new AssertionError("the redrive was interrupted amid a transaction", e);
        }
      }
    }
  }

  private static volatile Stall stall = new Stall(Integer.getInteger("stall.at", 0));

  /** The next redrive of this JVM stands still before its record of that number, from 1. */
  static Stall at(int record) {
    stall = new Stall(record);
    return stall;
  }

  @Override
  public int partition(
      String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
    stall.onRecord();
    return Utils.toPositive(Utils.murmur2(keyBytes)) % cluster.partitionCountForTopic(topic);
  }

  @Override
  public void configure(Map<String, ?> settings) {}

  @Override
  public void close() {}
}

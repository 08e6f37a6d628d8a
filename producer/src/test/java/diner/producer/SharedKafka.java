package diner.producer;

import diner.localkafka.LocalKafka;

/**
 * The broker of all tests of a JVM that need no other, started for the first of them and closed
 * when the JVM ends. Each test has a topic prefix that no other class uses.
 */
public final class SharedKafka {

  private static final LocalKafka KAFKA = started();

  private SharedKafka() {}

  public static String bootstrapServers() {
    return KAFKA.bootstrapServers();
  }

  private static LocalKafka started() {
    var kafka = LocalKafka.start();
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(kafka::close));
    return kafka;
  }
}

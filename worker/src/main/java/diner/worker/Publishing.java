package diner.worker;

import diner.worker.answer.Answers;
import diner.worker.observe.Metrics;
import diner.worker.publish.AtLeastOncePublisher;
import diner.worker.publish.Destinations;
import diner.worker.publish.OwnTopics;
import diner.worker.publish.ProducerSettings;
import diner.worker.publish.Publisher;
import diner.worker.publish.TopicsOfCluster;
import diner.worker.publish.TransactionalId;
import diner.worker.publish.TransactionalPublisher;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;

/** Puts the publisher together that {@code --delivery} asks for. */
final class Publishing {

  private Publishing() {}

  static Publisher publisher(WorkerOptions options, Answers answers, Metrics metrics) {
    return options.isExactlyOnce()
        ? exactlyOnce(options, answers, metrics)
        : atLeastOnce(options, answers, metrics);
  }

  private static Publisher exactlyOnce(WorkerOptions options, Answers answers, Metrics metrics) {
    var id = TransactionalId.of(options.group(), options.instanceId());
    var settings = ProducerSettings.exactlyOnce(options.kafka(), id);
    return new TransactionalPublisher(
        () -> producer(settings, metrics),
        id,
        ProducerSettings.transactionTimeout(settings),
        destinations(options, answers, settings));
  }

  private static Publisher atLeastOnce(WorkerOptions options, Answers answers, Metrics metrics) {
    var settings = ProducerSettings.atLeastOnce(options.kafka());
    return new AtLeastOncePublisher(
        producer(settings, metrics), destinations(options, answers, settings));
  }

  private static Producer<byte[], byte[]> producer(Map<String, Object> settings, Metrics metrics) {
    var producer = new KafkaProducer<byte[], byte[]>(settings);
    metrics.watchClient(producer.metrics());
    return producer;
  }

  private static Destinations destinations(
      WorkerOptions options, Answers answers, Map<String, Object> producer) {
    var topics = options.topics();
    return new Destinations(
        new TopicsOfCluster(() -> Admin.create(ProducerSettings.facts(options.kafka()))),
        answers::undeliverable,
        new OwnTopics(topics.replies(), topics.deadLetters()),
        ProducerSettings.maxRequestBytes(producer));
  }
}

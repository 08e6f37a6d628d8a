package diner.worker;

import diner.worker.answer.Answers;
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

/** Puts the publisher together that {@code --delivery} asks for. */
final class Publishing {

  private Publishing() {}

  static Publisher publisher(WorkerOptions options, Answers answers) {
    return options.isExactlyOnce() ? exactlyOnce(options, answers) : atLeastOnce(options, answers);
  }

  private static Publisher exactlyOnce(WorkerOptions options, Answers answers) {
    var id = TransactionalId.of(options.group(), options.instanceId());
    var settings = ProducerSettings.exactlyOnce(options.kafka(), id);
    return new TransactionalPublisher(
        () -> new KafkaProducer<>(settings),
        id,
        ProducerSettings.transactionTimeout(settings),
        destinations(options, answers, settings));
  }

  private static Publisher atLeastOnce(WorkerOptions options, Answers answers) {
    var settings = ProducerSettings.atLeastOnce(options.kafka());
    return new AtLeastOncePublisher(
        new KafkaProducer<>(settings), destinations(options, answers, settings));
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

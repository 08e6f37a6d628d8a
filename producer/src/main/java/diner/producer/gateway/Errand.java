package diner.producer.gateway;

import diner.producer.enqueue.Outcome;
import diner.shared.message.Job;
import java.util.function.Consumer;

/**
 * A job on its way to Kafka.
 *
 * @param isAwaited whether a request waits for the job's reply
 * @param onOutcome told once, on the outbox's thread or the client's, neither to be blocked
 */
record Errand(Job job, String topic, boolean isAwaited, Consumer<Outcome> onOutcome) {}

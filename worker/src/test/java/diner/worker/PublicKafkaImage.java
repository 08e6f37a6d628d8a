package diner.worker;

import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/**
 * A container of the public Kafka image for a test class that names this extension; a parameter
 * brings it. Skips the class where no Docker answers.
 */
final class PublicKafkaImage implements BeforeAllCallback, ParameterResolver {

  private static final String IMAGE = "apache/kafka:4.4.0";

  @Override
  public void beforeAll(ExtensionContext context) {
    Assumptions.assumeTrue(
        DockerClientFactory.instance().isDockerAvailable(),
        "no Docker answers at DOCKER_HOST or the usual sockets, so " + IMAGE + " is not tried");
    var kafka = new KafkaContainer(IMAGE);
    store(context).put("kafka", kafka);
    kafka.start();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == KafkaContainer.class;
  }

  @Override
  public KafkaContainer resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return Objects.requireNonNull(store(context).get("kafka", KafkaContainer.class), "not started");
  }

  /** JUnit closes what is in it, the container, when the class is over. */
  private static ExtensionContext.Store store(ExtensionContext context) {
    return context.getStore(Namespace.create(PublicKafkaImage.class));
  }
}

package diner.worker;

import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/**
 * A container of the public Kafka image for a test class that names this extension; a parameter
 * brings it. Skips the class where no Docker answers.
 */
final class PublicKafkaImage implements BeforeAllCallback, ParameterResolver {

  private static final Logger log = LoggerFactory.getLogger(PublicKafkaImage.class);
  private static final String IMAGE = "apache/kafka:4.4.0";
  private static final String NO_DOCKER =
      "No Docker answers at DOCKER_HOST or the usual sockets: " + IMAGE + " can't be run.";

  @Override
  public void beforeAll(ExtensionContext context) {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      log.warn("{} Its tests are skipped.", NO_DOCKER); // the reports alone show the reason
      Assumptions.abort(NO_DOCKER);
    }
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

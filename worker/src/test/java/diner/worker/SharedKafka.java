package diner.worker;

import diner.localkafka.LocalKafka;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One broker for all test classes of a JVM that name this extension; a parameter brings it. What
 * they do there is apart by the topics and the group that each test's {@link Diner} has.
 */
final class SharedKafka implements BeforeAllCallback, ParameterResolver {

  @Override
  public void beforeAll(ExtensionContext context) {
    kafka(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LocalKafka.class;
  }

  @Override
  public LocalKafka resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return kafka(context);
  }

  private static LocalKafka kafka(ExtensionContext context) {
    // Not the root's store: a forked JVM runs its classes one by one, each with a root of its own.
    return context
        .getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(SharedKafka.class))
        .computeIfAbsent("kafka", _ -> new Closing(start()), Closing.class)
        .kafka();
  }

  private static LocalKafka start() {
    // Compaction is looked for twice a second, every 15 s by default.
    return LocalKafka.start(
        LocalKafka.Options.DEFAULT.withProperty("log.cleaner.backoff.ms", "500"));
  }

  /** JUnit closes it when all tests are over. */
  private record Closing(LocalKafka kafka) implements AutoCloseable {
    @Override
    public void close() {
      kafka.close();
    }
  }
}

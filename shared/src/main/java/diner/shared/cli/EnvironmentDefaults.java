package diner.shared.cli;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Gives every option an environment name, for containers: {@code --waiting-limit} of the worker is
 * {@code WORKER_WAITING_LIMIT}. A few options have a name of their own beside it. The command line
 * wins over the environment, the environment over the built-in default.
 */
public final class EnvironmentDefaults implements IDefaultValueProvider {

  /** Options whose environment name others rely on. */
  private static final Map<String, String> OWN_NAMES =
      Map.of("--bootstrap-server", "KAFKA_BOOTSTRAP_SERVERS", "--kitchen-url", "KITCHEN_URL");

  private final String prefix;
  private final Map<String, String> environment;

  /**
   * @param prefix {@code WORKER} or {@code PRODUCER}
   */
  public EnvironmentDefaults(String prefix, Map<String, String> environment) {
    this.prefix = prefix;
    this.environment = Map.copyOf(environment);
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
      return null;
    }
    var own = environment.get(OWN_NAMES.getOrDefault(option.longestName(), ""));
    return own == null || own.isEmpty() ? blankIsNone(environment.get(nameOf(option))) : own;
  }

  /** The environment name of an option, as {@code --help} may show it. */
  public String nameOf(OptionSpec option) {
    var words = option.longestName().replaceFirst("^-+", "").replace('-', '_');
    return prefix + "_" + words.toUpperCase(Locale.ROOT);
  }

  /** Compose files pass unset variables on as empty ones. */
  private static @Nullable String blankIsNone(@Nullable String value) {
    return value == null || value.isEmpty() ? null : value;
  }
}

package diner.shared.cli;

import java.io.IOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote down. */
public final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() throws IOException {
    var built = new Properties();
    try (var in = Version.class.getResourceAsStream("version.properties")) {
      if (in == null) {
        throw new IllegalStateException("version.properties is missing from the jar");
      }
      built.load(in);
    }
    return new String[] {"diner " + built.getProperty("version")};
  }
}

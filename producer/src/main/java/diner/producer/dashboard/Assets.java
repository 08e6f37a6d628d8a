package diner.producer.dashboard;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** The page's files, read from the class path once; immutable. */
final class Assets {

  private static final String JS = "text/javascript; charset=utf-8";
  private static final String CSS = "text/css; charset=utf-8";
  private static final String UPLOT_FACTS = "/META-INF/maven/org.webjars.npm/uplot/pom.properties";

  /**
   * One file.
   *
   * @param tag changes with its content
   */
  record Asset(String type, Buffer content, String tag) {}

  private final Map<String, Asset> byName = new HashMap<>();

  Assets() {
    add("index.html", "text/html; charset=utf-8", "index.html");
    add("dashboard.css", CSS, "dashboard.css");
    add("icon.svg", "image/svg+xml", "icon.svg");
    for (var module : new String[] {"main", "stream", "picture", "plots", "panels", "text"}) {
      add("" + module + ".js", JS, module + ".js");
    }
    var uplot = "/META-INF/resources/webjars/uplot/%s/dist/".formatted(uplotVersion());
    add("uplot.js", JS, uplot + "uPlot.iife.min.js");
    add("uplot.css", CSS, uplot + "uPlot.min.css");
  }

  Optional<Asset> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  private void add(String name, String type, String resource) {
    var content = bytes(resource);
    byName.put(name, new Asset(type, Buffer.buffer(content), "\"" + digest(content) + "\""));
  }

  private static String uplotVersion() {
    var facts = new Properties();
    try (var in = Assets.class.getResourceAsStream(UPLOT_FACTS)) {
      if (in != null) {
        facts.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return facts.getProperty("version", "(not on the class path)");
  }

  private static byte[] bytes(String resource) {
    try (var in = Assets.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + resource + " on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(byte[] content) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}

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

  private final Map<String, Asset> byPath = new HashMap<>();

  Assets() {
    add("/", "text/html; charset=utf-8", "index.html");
    add("/dashboard/dashboard.css", CSS, "dashboard.css");
    add("/dashboard/icon.svg", "image/svg+xml", "icon.svg");
    for (var module : new String[] {"main", "stream", "picture", "plots", "panels", "text"}) {
      add("/dashboard/" + module + ".js", JS, module + ".js");
    }
    var uplot = "/META-INF/resources/webjars/uplot/%s/dist/".formatted(uplotVersion());
    add("/dashboard/uplot.js", JS, uplot + "uPlot.iife.min.js");
    add("/dashboard/uplot.css", CSS, uplot + "uPlot.min.css");
  }

  /** The file at a path of the URL. */
  Optional<Asset> at(String path) {
    return Optional.ofNullable(byPath.get(path));
  }

  private void add(String path, String type, String resource) {
    var content = bytes(resource);
    byPath.put(path, new Asset(type, Buffer.buffer(content), "\"" + digest(content) + "\""));
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

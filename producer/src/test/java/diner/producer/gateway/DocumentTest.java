package diner.producer.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import diner.producer.dashboard.DashboardRoute;
import diner.producer.replies.ReplySearch;
import diner.shared.kafka.KafkaSettings;
import diner.shared.kafka.Topics;
import diner.shared.message.Json;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The OpenAPI document. */
class DocumentTest {

  @Test
  void isAcceptedByAValidator() throws Exception {
    var result = new OpenAPIV3Parser().readContents(document(), null, new ParseOptions());

    assertThat(result.getMessages()).isEmpty();
    assertThat(result.getOpenAPI().getPaths()).isNotEmpty();
  }

  @Test
  void theValidatorFindsFault() throws Exception {
    var broken = document().replace("\"in\": \"path\"", "\"in\": \"nowhere\"");

    assertThat(new OpenAPIV3Parser().readContents(broken, null, new ParseOptions()).getMessages())
        .isNotEmpty();
  }

  @Test
  void hasEveryRouteAndNoOther() throws Exception {
    var described = new TreeSet<String>();
    var paths = Json.codec().readTree(document()).path("paths");
    for (Map.Entry<String, JsonNode> path : paths.properties()) {
      path.getValue().fieldNames().forEachRemaining(it -> described.add(it + " " + path.getKey()));
    }

    var served = new TreeSet<String>();
    for (var line : table()) {
      served.add(line.method().name().toLowerCase(Locale.ROOT) + " " + line.path());
    }
    assertThat(described).isEqualTo(served);
  }

  @Test
  void saysOfEachRouteWhetherItAsksForTheToken() throws Exception {
    var paths = Json.codec().readTree(document()).path("paths");

    assertThat(table())
        .allSatisfy(line -> {
          var method = line.method().name().toLowerCase(Locale.ROOT);
          var route = paths.path(line.path()).path(method);
          assertThat(route.has("security")).as(line.path()).isEqualTo(line.isEnqueuing());
          assertThat(route.path("responses").has("401")).isEqualTo(line.isEnqueuing());
        });
  }

  private static Iterable<RouteLine> table() {
    var topics = new Topics("jobs");
    var search = new ReplySearch(new KafkaSettings(Map.of()), topics.replies());
    var kafka =
        new Desk.Kafka(
            topics, _ -> false, () -> CompletableFuture.completedFuture(Set.of()), search);
    var dashboard = new GatewayOptions.Dashboard("workers", 1);
    var second = Duration.ofSeconds(1);
    var options = new GatewayOptions(Doors.any(), 1, second, second, dashboard);
    var vertx = Vertx.vertx();
    var loop = vertx.getOrCreateContext();
    try (var desk =
        new Desk(loop, options, kafka, new DashboardRoute(loop, 1), new GatewayMeters(1))) {
      return desk.table();
    } finally {
      vertx.close().await();
    }
  }

  private static String document() throws IOException {
    try (var in = Desk.class.getResourceAsStream("openapi.json")) {
      if (in == null) {
        throw new AssertionError("no document");
      }
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}

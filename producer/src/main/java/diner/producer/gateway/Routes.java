package diner.producer.gateway;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Which request goes where: a table. Owned by the event loop. */
final class Routes {

  private final List<RouteLine> table;
  private final Door door;
  private boolean isStopping;

  Routes(List<RouteLine> table, Door door) {
    this.table = List.copyOf(table);
    this.door = door;
  }

  List<RouteLine> table() {
    return table;
  }

  void handle(HttpServerRequest request) {
    if (isStopping) {
      Answer.later("stopping", "the gateway is stopping", Duration.ofSeconds(1))
          .with("Connection", "close")
          .writeTo(request.response());
      return;
    }
    var path = request.path() == null ? "" : request.path();
    var lines = table.stream().filter(line -> line.match(path).isPresent()).toList();
    lines.stream()
        .filter(line -> line.takes(request.method()))
        .findFirst()
        .ifPresentOrElse(
            line -> take(request, line, line.match(path).orElse("")),
            () -> answerElsewhere(request, lines));
  }

  private void take(HttpServerRequest request, RouteLine line, String name) {
    var refusal = line.isEnqueuing() ? door.refusal(request) : Optional.<Answer>empty();
    refusal.ifPresentOrElse(
        answer -> answer.writeTo(request.response()), () -> line.route().handle(request, name));
  }

  private void answerElsewhere(HttpServerRequest request, List<RouteLine> lines) {
    if (lines.isEmpty()) {
      Answer.problem(404, "not-found", "no such path; expected one of " + paths())
          .writeTo(request.response());
      return;
    }
    var allowed = String.join(", ", methods(lines));
    if (request.method().equals(HttpMethod.OPTIONS)) {
      // Nothing about other origins: none is let in.
      Answer.empty(204).with("Allow", allowed).writeTo(request.response());
    } else {
      Answer.problem(
              405,
              "method-not-allowed",
              "expected %s, got %s".formatted(allowed, request.method().name()))
          .with("Allow", allowed)
          .writeTo(request.response());
    }
  }

  private String paths() {
    return String.join(", ", new TreeSet<>(table.stream().map(RouteLine::path).toList()));
  }

  private static List<String> methods(List<RouteLine> lines) {
    var methods = new ArrayList<String>();
    for (var line : lines) {
      methods.add(line.method().name());
      if (line.takesHead()) {
        methods.add(HttpMethod.HEAD.name());
      }
    }
    methods.add(HttpMethod.OPTIONS.name());
    return methods;
  }

  /** From now on nothing new is begun, also on connections that stay open. */
  void onStopping() {
    isStopping = true;
  }
}

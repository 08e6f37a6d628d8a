package diner.shared.message;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** Result of a burgers job, and the kitchen's answer: a name for each burger. */
public record Burgers(@JsonProperty(required = true) List<String> burgers) {

  public Burgers {
    burgers = List.copyOf(burgers);
  }
}

package diner.shared.message;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Payload of a burgers job: how many burgers to get from the kitchen, 1 to 100. */
public record BurgersOrder(@JsonProperty(required = true) int number) {

  public static final String KIND = "burgers";
  public static final int MAX_NUMBER = 100;

  public BurgersOrder {
    if (number < 1 || number > MAX_NUMBER) {
      throw new IllegalArgumentException("number must be 1 to " + MAX_NUMBER + ", was " + number);
    }
  }
}

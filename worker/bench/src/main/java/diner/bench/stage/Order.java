package diner.bench.stage;

import diner.shared.message.BurgersOrder;
import diner.shared.message.CleaningOrder;
import diner.shared.message.CleaningOrder.SeededHouse;
import diner.shared.message.Json;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** A job to be put on the counter: its kind and its payload. */
public record Order(String kind, byte[] payload) {

  /** So many orders of two burgers. */
  public static List<Order> burgers(int number) {
    return times(number, _ -> new Order(BurgersOrder.KIND, Json.bytes(new BurgersOrder(2))));
  }

  /**
   * So many houses of 1024 x 1024 pixels and 8 rooms, each from a seed of its own.
   *
   * @param dirt share of the pixels that are dirty
   */
  public static List<Order> houses(int number, double dirt) {
    return times(number, seed -> of(new SeededHouse(8, 1024, 1024, dirt, seed)));
  }

  public static Order of(SeededHouse house) {
    return new Order(CleaningOrder.KIND, Json.bytes(house));
  }

  private static List<Order> times(int number, IntFunction<Order> one) {
    return IntStream.range(0, number).mapToObj(one).toList();
  }
}

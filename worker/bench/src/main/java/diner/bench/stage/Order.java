package diner.bench.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import diner.shared.message.BurgersOrder;
import diner.shared.message.CleaningOrder;
import diner.shared.message.CleaningOrder.SeededHouse;
import diner.shared.message.Headers;
import diner.shared.message.Json;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A job to be put on the counter.
 *
 * @param headers beside those of id and kind
 * @param isPoison whether the worker is to answer that it failed
 */
public record Order(String kind, byte[] payload, Headers headers, boolean isPoison) {

  /** One in a hundred, by a number that brings them to all of 8 partitions. */
  private static final int POISON_EVERY = 99;

  private static final byte[] TWO_BURGERS = Json.bytes(new BurgersOrder(2));

  /** So many orders of two burgers. */
  public static List<Order> burgers(int number) {
    return times(number, _ -> of(BurgersOrder.KIND, TWO_BURGERS));
  }

  /** So many orders of two burgers, of which one in {@link #POISON_EVERY} can't be done. */
  public static List<Order> poisonedBurgers(int number) {
    return times(
        number,
        i -> i % POISON_EVERY == 0 ? poison(i / POISON_EVERY) : of(BurgersOrder.KIND, TWO_BURGERS));
  }

  /** No JSON, a kind that nobody knows, and a header that can't be read, in turns. */
  private static Order poison(int number) {
    return switch (number % 3) {
      case 0 -> new Order(BurgersOrder.KIND, "{\"number\":".getBytes(UTF_8), Headers.NONE, true);
      case 1 -> new Order("pizza", TWO_BURGERS, Headers.NONE, true);
      default ->
          new Order(
              BurgersOrder.KIND,
              TWO_BURGERS,
              Headers.NONE.plus(Headers.NOT_BEFORE, "tomorrow"),
              true);
    };
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
    return of(CleaningOrder.KIND, Json.bytes(house));
  }

  private static Order of(String kind, byte[] payload) {
    return new Order(kind, payload, Headers.NONE, false);
  }

  private static List<Order> times(int number, IntFunction<Order> one) {
    return IntStream.range(0, number).mapToObj(one).toList();
  }
}

package diner.worker.kitchen;

import java.util.List;
import java.util.stream.IntStream;

/** The names of the burgers: the n-th burger of every order is the same. */
final class Menu {

  private static final List<String> BURGERS =
      List.of("Cheeseburger", "Hamburger", "Veggie", "Smokehouse", "Chilli", "Mushroom", "Falafel");
  private static final List<String> WITH =
      List.of("pickles", "onions", "tomato", "cheddar", "rocket", "avocado", "coleslaw", "egg");

  private Menu() {}

  static List<String> burgers(int number) {
    return IntStream.range(0, number).mapToObj(Menu::burger).toList();
  }

  private static String burger(int n) {
    return BURGERS.get(n % BURGERS.size()) + " with " + WITH.get(n % WITH.size());
  }
}

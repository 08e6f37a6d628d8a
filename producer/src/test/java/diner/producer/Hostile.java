package diner.producer;

import static java.nio.charset.StandardCharsets.UTF_8;

import diner.shared.message.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Bytes that nobody should write, from a seed that is printed and can be given. */
public final class Hostile {

  private final Random random;
  private final long seed;

  private Hostile(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
  }

  /** Of {@code -Dtest.seed=…}, else of a new seed. */
  public static Hostile seeded(String test) {
    var seed = Long.getLong("test.seed", System.nanoTime());
    System.out.println(test + ": -Dtest.seed=" + seed);
    return new Hostile(seed);
  }

  /** For the message of a failure. */
  public String name(int index) {
    return "seed %d, case %d".formatted(seed, index);
  }

  public Random random() {
    return random;
  }

  /** One of these, with some of its bytes changed, left out or put in; or no text at all. */
  public byte[] bytes(List<String> valid) {
    if (random.nextInt(8) == 0) {
      var bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      return bytes;
    }
    var bytes = new ArrayList<Byte>();
    for (var octet : valid.get(random.nextInt(valid.size())).getBytes(UTF_8)) {
      bytes.add(octet);
    }
    for (var changes = random.nextInt(4); changes > 0 && !bytes.isEmpty(); changes--) {
      var at = random.nextInt(bytes.size());
      switch (random.nextInt(3)) {
        case 0 -> bytes.set(at, (byte) random.nextInt());
        case 1 -> bytes.remove(at);
        default -> bytes.add(at, (byte) random.nextInt());
      }
    }
    var changed = new byte[bytes.size()];
    for (var i = 0; i < changed.length; i++) {
      changed[i] = bytes.get(i);
    }
    return changed;
  }

  /** Some headers with these names, in any order, any number of times. */
  public List<Header> headers(List<String> names, List<String> texts) {
    var headers = new ArrayList<Header>();
    for (var left = random.nextInt(2 * names.size()); left > 0; left--) {
      var name = names.get(random.nextInt(names.size()));
      headers.add(new Header(name, random.nextInt(20) == 0 ? null : bytes(texts)));
    }
    return headers;
  }
}

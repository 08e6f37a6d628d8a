package diner.shared.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One record header: a name and its bytes, which are UTF-8 text unless the contract says otherwise.
 * The bytes are shared, not copied: nobody writes to them.
 */
public record Header(String name, byte @Nullable [] value) {

  public static Header of(String name, String text) {
    return new Header(name, text.getBytes(UTF_8));
  }

  /** The value as UTF-8 text; empty where the header has none. */
  public String text() {
    return value == null ? "" : new String(value, UTF_8);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Header that
        && name.equals(that.name)
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return name + "=" + text();
  }
}

package diner.producer.lag;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a topic or partition moved over the last looks.
 *
 * @param in jobs that came, a second
 * @param out jobs that were finished, a second
 * @param drain until none is unfinished, if it goes on like this; null where it would never be
 * @param unfinished at each of the last looks, the newest last
 */
record Pace(double in, double out, @Nullable Duration drain, List<Long> unfinished) {

  Pace {
    unfinished = List.copyOf(unfinished);
  }
}

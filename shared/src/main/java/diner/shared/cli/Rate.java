package diner.shared.cli;

import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * At most so many jobs in a time, as people write it: {@code 200/s}, {@code 30/m}.
 *
 * @param pause from one job to the next
 */
public record Rate(Duration pause) {

  private static final Pattern FORM = Pattern.compile("(\\d{1,7})/([smh])");

  /**
   * Reads what people write.
   *
   * @throws TypeConversionException says what was expected
   */
  public static Rate of(String text) {
    var form = FORM.matcher(text);
    if (!form.matches() || Integer.parseInt(form.group(1)) == 0) {
      throw new TypeConversionException(
          "expected a rate such as 200/s, 30/m or 5/h, got '" + text + "'");
    }
    var unit =
        switch (form.group(2)) {
          case "s" -> Duration.ofSeconds(1);
          case "m" -> Duration.ofMinutes(1);
          default -> Duration.ofHours(1);
        };
    return new Rate(unit.dividedBy(Integer.parseInt(form.group(1))));
  }

  /** For picocli. */
  public static final class Converter implements ITypeConverter<Rate> {
    @Override
    public Rate convert(String text) {
      return of(text);
    }
  }
}

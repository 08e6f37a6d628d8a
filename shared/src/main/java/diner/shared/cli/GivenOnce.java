package diner.shared.cli;

import java.util.HashSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Refuses an option that is given twice. The parser does so as well, but not for the options of a
 * group: there it begins the group anew and forgets, without a word, what was set in it before.
 */
public final class GivenOnce {

  private GivenOnce() {}

  /**
   * Looks at what the command was called with.
   *
   * @throws ParameterException naming the option
   */
  public static void check(CommandLine command) {
    var seen = new HashSet<OptionSpec>();
    for (var argument : command.getParseResult().originalArgs()) {
      var equals = argument.indexOf('=');
      var name = equals < 0 ? argument : argument.substring(0, equals);
      // The parser's search would take a value "b" for the option -b.
      var option = name.startsWith("-") ? command.getCommandSpec().findOption(name) : null;
      if (option != null && !option.isMultiValue() && !seen.add(option)) {
        throw new ParameterException(
            command, option.longestName() + " is given twice: give it once");
      }
    }
  }
}

package diner.producer.dead;

import picocli.CommandLine.Command;

/** {@code dead}: a name for what is below it. */
@Command(
    name = "dead",
    description = {
      "Lists, shows or redrives dead letters: jobs that were given up.",
      "A letter is open until it was redriven."
    },
    subcommands = {ListCommand.class, ShowCommand.class, RedriveCommand.class})
public final class DeadCommand {}

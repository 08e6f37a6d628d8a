package diner.producer.topics;

import picocli.CommandLine.Command;

/** {@code topics}: a name for what is below it. */
@Command(
    name = "topics",
    description = "Creates or describes Diner's topics.",
    subcommands = {CreateCommand.class, DescribeCommand.class})
public final class TopicsCommand {}

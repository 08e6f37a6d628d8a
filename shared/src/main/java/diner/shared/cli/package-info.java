/** Habits that all commands share: connection options, environment names, durations, exit codes. */
@NullMarked
package diner.shared.cli;

import org.jspecify.annotations.NullMarked;

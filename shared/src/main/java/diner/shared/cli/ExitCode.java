package diner.shared.cli;

/** The exit codes of every command. */
public final class ExitCode {

  public static final int OK = 0;

  /** Broker or run-time failure, or part of the work was not accepted. */
  public static final int FAILURE = 1;

  /** Wrong usage. */
  public static final int USAGE = 2;

  /** Ran, with findings: a job failed or expired, a check does not hold. */
  public static final int FINDINGS = 3;

  /** Waited too long. */
  public static final int TIMEOUT = 124;

  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}

package dev.vivarium.workbench.cli;

/// A command could not do what was asked. The message says what, where, and what to do about it; it
/// is shown as it stands, without a stack trace.
public final class CommandFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  public CommandFailure(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public CommandFailure(String message) {
    this(ExitCode.FAILED, message);
  }

  public ExitCode exitCode() {
    return exitCode;
  }
}

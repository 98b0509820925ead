package dev.vivarium.workbench.cli;

/// How a command ended, as scripts see it.
public enum ExitCode {
  /// It did what was asked.
  OK(0),
  /// The world or a plugin failed, or the system lacks something needed.
  FAILED(1),
  /// The command was used wrongly; nothing was done.
  WRONG_USE(2);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}

package dev.vivarium.workbench.cli;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// Shows why a command failed: a plain message for what was foreseen, a stack trace for a fault.
final class Failure implements IExecutionExceptionHandler {
  private final Terminal terminal;

  Failure(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int handleExecutionException(Exception problem, CommandLine command, ParseResult result) {
    if (problem instanceof CommandFailure failure) {
      terminal.err().println(terminal.styled("@|bold,red Failed:|@ ") + failure.getMessage());
      return failure.exitCode().number();
    }
    terminal.err().println("Vivarium itself failed, which is a fault of the program:");
    problem.printStackTrace(terminal.err());
    return ExitCode.FAILED.number();
  }
}

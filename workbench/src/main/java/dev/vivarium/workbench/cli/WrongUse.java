package dev.vivarium.workbench.cli;

import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Says in two or three lines what was wrong with the command line and where to read on.
final class WrongUse implements IParameterExceptionHandler {
  private final Terminal terminal;

  WrongUse(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int handleParseException(ParameterException problem, String[] arguments) {
    CommandLine command = problem.getCommandLine();
    terminal.err().println(terminal.styled("@|bold,red Wrong use:|@ ") + problem.getMessage());
    UnmatchedArgumentException.printSuggestions(problem, terminal.err());
    terminal.err().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.WRONG_USE.number();
  }
}

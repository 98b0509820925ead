package dev.vivarium.workbench.cli;

/// What a subcommand does once its options are read and found sound.
///
/// @param <O> the subcommand's options
@FunctionalInterface
public interface Act<O> {

  /// Does it, on the calling thread, to the end.
  ///
  /// @throws CommandFailure where it cannot be done, with what to tell the user; any other
  ///   exception is shown as a fault of the program
  ExitCode perform(O options, Terminal terminal) throws Exception;
}

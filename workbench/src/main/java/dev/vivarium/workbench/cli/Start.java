package dev.vivarium.workbench.cli;

import picocli.CommandLine.Option;

/// The options of every command that goes on with a project's world.
final class Start {
  @Option(names = "--fresh", description = "Begin from the scenes, not from the saved state.")
  private boolean fresh;

  @Option(names = "--trust", description = "Trust this project from now on.")
  private boolean trust;

  boolean fresh() {
    return fresh;
  }

  boolean trust() {
    return trust;
  }
}

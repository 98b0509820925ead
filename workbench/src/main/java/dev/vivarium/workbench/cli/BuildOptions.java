package dev.vivarium.workbench.cli;

import java.nio.file.Path;
import java.util.List;

/// What `vivarium build` was asked to do.
///
/// @param project a folder with a `world.json`
/// @param plugins the plugins to build; empty: all
/// @param optimised build the optimised code rather than the quick one
/// @param trust trust the project from now on
/// @param json print the diagnostics as JSON
public record BuildOptions(
    Path project, List<String> plugins, boolean optimised, boolean trust, boolean json) {
  public BuildOptions {
    plugins = List.copyOf(plugins);
  }
}

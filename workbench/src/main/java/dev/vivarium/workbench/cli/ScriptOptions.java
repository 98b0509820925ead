package dev.vivarium.workbench.cli;

import java.nio.file.Path;
import java.util.List;

/// What `vivarium script` was asked.
///
/// @param file the script
/// @param name what to call it in errors
record ScriptOptions(
    Path project, Path file, String name, List<String> args, boolean fresh, boolean trust) {
  ScriptOptions {
    args = List.copyOf(args);
  }
}

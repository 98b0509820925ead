package dev.vivarium.workbench.session;

import java.util.Optional;

/// Something that is wrong, or may be.
///
/// @param source the plugin, or `world`
/// @param text what is wrong and what to do
/// @param place where, if it is in a file
public record Diagnostic(Severity severity, String source, String text, Optional<Place> place) {
  /// How bad.
  public enum Severity {
    ERROR,
    WARNING,
    INFO
  }

  /// A stretch of a line.
  ///
  /// @param file relative to the project, with forward slashes
  /// @param line from 1
  /// @param column from 1, in UTF-16 code units
  /// @param length code units; 0 where only the start is known
  public record Place(String file, int line, int column, int length) {}
}

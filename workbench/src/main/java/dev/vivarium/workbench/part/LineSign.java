package dev.vivarium.workbench.part;

/// A sign before a line in the editor that can be clicked.
///
/// @param file relative to the project
/// @param line from 1
/// @param text what a click does and what the sign says
/// @param act what a click does
public record LineSign(String file, int line, Kind kind, String text, Runnable act) {
  /// How what begins in the line stands.
  public enum Kind {
    NOT_RUN,
    RUNNING,
    PASSED,
    FAILED
  }
}

package dev.vivarium.workbench.app;

/// A script cannot be understood or one of its steps failed; the message names the line.
final class ScriptException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// `line` counts from 1; 0 where it is about no line.
  ScriptException(int line, String message) {
    super(line == 0 ? message : "script line " + line + ": " + message);
  }
}

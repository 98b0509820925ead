package dev.vivarium.workbench.script;

import java.util.List;

/// Why a script ended before its end.
///
/// @param text what is wrong
/// @param file the script, as it was named to the shell; empty where no line of it is to blame
/// @param line from 1; 0 where it is not known
/// @param column from 1
/// @param length of the stretch; 0 where only its start is known
/// @param assertion whether an assertion did not hold
/// @param trace `file:line` of each call, innermost first
public record ScriptError(
    String text,
    String file,
    int line,
    int column,
    int length,
    boolean assertion,
    List<String> trace) {
  public ScriptError {
    trace = List.copyOf(trace);
  }

  static ScriptError without(String text) {
    return new ScriptError(text, "", 0, 0, 0, false, List.of());
  }

  /// `scripts/feed.jsh:3`, or nothing.
  public String place() {
    return file.isEmpty() || line == 0 ? "" : file + ":" + line;
  }

  @Override
  public String toString() {
    return place().isEmpty() ? text : place() + ": " + text;
  }
}

package dev.vivarium.engine.store.project;

/// Something wrong in a project's files.
///
/// @param file relative to the project, with `/`
/// @param jsonPath where in the file, such as `entities[3].parent`; empty: the file as a whole
/// @param line from 1; 0 where it is not known
/// @param message what is wrong
/// @param whatToDo how to mend it
public record ProjectProblem(
    Severity severity, String file, String jsonPath, int line, String message, String whatToDo) {

  /// How bad it is.
  public enum Severity {
    /// Part of the file was left out of what was loaded, so [ProjectStore#save] leaves the file as
    /// it is until it is mended.
    ERROR,
    /// Everything was loaded.
    WARNING
  }

  @Override
  public String toString() {
    String place = line > 0 ? file + ":" + line : file;
    String inside = jsonPath.isEmpty() ? "" : " (" + jsonPath + ")";
    return place + inside + ": " + message + ". " + whatToDo;
  }
}

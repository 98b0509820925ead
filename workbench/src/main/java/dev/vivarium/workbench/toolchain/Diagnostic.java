package dev.vivarium.workbench.toolchain;

/// One sentence of a compiler about one place.
///
/// @param file path below the folder that holds the plugins, with `/`, such as `fish/fish.ts`;
///   empty where no file is meant
/// @param line from 1; 0 where no line is meant
/// @param column of the first character, from 1
/// @param endColumn of the character after the last, on the same line
public record Diagnostic(
    Severity severity, String file, int line, int column, int endColumn, String message) {

  static Diagnostic ofBuild(BuildRequest request, String message) {
    return new Diagnostic(Severity.ERROR, request.mainPath(), 1, 1, 2, message);
  }

  @Override
  public String toString() {
    return "%s:%d:%d: %s".formatted(file, line, column, message);
  }
}

package dev.vivarium.workbench.script;

/// One test of a project: a method without parameters in a file of `tests/`.
///
/// @param file relative to the project, `tests/fish.jsh`
/// @param line where it begins, from 1
public record WorldTest(String file, String name, int line) {
  /// `fish.staysInThePool`, to name it by.
  public String id() {
    var file = this.file.substring(this.file.lastIndexOf('/') + 1);
    return file.substring(0, file.length() - ScriptFiles.SUFFIX.length()) + "." + name;
  }

  /// `stays in the pool`, to read it.
  public String title() {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ")
        .toLowerCase(java.util.Locale.ROOT);
  }
}

package dev.vivarium.engine.plugin;

/// A place in a plugin's source. Lines and columns count from 1.
///
/// @param file path relative to the plugin's folder, with forward slashes; `~lib/...` for the
///   language's own library
public record SourcePosition(String file, int line, int column) {
  private static final String LIBRARY = "~";

  /// What the compiler writes around the plugins' own code.
  private static final String GENERATED = "vivarium.plugin.ts";

  /// Whether somebody else than the plugin's author wrote the line.
  public boolean inLibrary() {
    return file.startsWith(LIBRARY) || file.equals(GENERATED);
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}

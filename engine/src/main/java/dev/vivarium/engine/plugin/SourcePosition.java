package dev.vivarium.engine.plugin;

/// A place in a plugin's source. Lines and columns count from 1.
///
/// @param file path relative to the plugin's folder, with forward slashes
public record SourcePosition(String file, int line, int column) {
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}

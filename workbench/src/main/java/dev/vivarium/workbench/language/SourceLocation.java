package dev.vivarium.workbench.language;

/// A place in a source.
///
/// @param path relative to the project; begins with `~lib/` where it is a library's, which only
///   [LanguageService#read] gives
/// @param lineText the line it stands in, trimmed
public record SourceLocation(String path, TextRange range, String lineText) {
  /// What paths of libraries begin with.
  public static final String LIBRARY = "~lib/";

  public boolean inLibrary() {
    return path.startsWith(LIBRARY);
  }
}

package dev.vivarium.workbench.search;

/// A match in a file.
///
/// @param path of the file, in the project
/// @param line from 1
/// @param column from 1, in UTF-16 code units
/// @param length code units
/// @param text the line, shortened around the match
/// @param start where the match begins in `text`
/// @param replacement what would take its place
record Hit(
    String path, int line, int column, int length, String text, int start, String replacement) {
  String matched() {
    return text.substring(start, Math.min(text.length(), start + length));
  }
}

package dev.vivarium.workbench.language;

/// A place between two characters.
///
/// @param line from 1
/// @param column of the character behind it, from 1, in UTF-16 code units
public record TextPosition(int line, int column) implements Comparable<TextPosition> {
  @Override
  public int compareTo(TextPosition other) {
    return line == other.line
        ? Integer.compare(column, other.column)
        : Integer.compare(line, other.line);
  }

  /// Where this is in a text, as code units from its start; at most the end of the line or text.
  public int offsetIn(String text) {
    int start = 0;
    for (int i = 1; i < line; i++) {
      int end = text.indexOf('\n', start);
      if (end < 0) {
        return text.length();
      }
      start = end + 1;
    }
    int end = text.indexOf('\n', start);
    return Math.min(start + column - 1, end < 0 ? text.length() : end);
  }
}

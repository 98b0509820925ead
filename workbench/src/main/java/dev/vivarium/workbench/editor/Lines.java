package dev.vivarium.workbench.editor;

/// Where the lines of a text begin and end.
final class Lines {
  private Lines() {}

  /// The start of the line that holds `at`.
  static int start(String text, int at) {
    return text.lastIndexOf('\n', at - 1) + 1;
  }

  /// The place behind the line that holds `at`, before its line end.
  static int end(String text, int at) {
    var end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  /// The same column one line up (`by` -1) or down (1), or the text's edge.
  static int vertical(String text, int at, int by) {
    var line = start(text, at);
    var other = by < 0 ? line - 1 : end(text, at) + 1;
    if (other < 0) {
      return 0;
    }
    if (other > text.length()) {
      return text.length();
    }
    var start = start(text, other);
    return Math.min(start + at - line, end(text, other));
  }

  /// The next edge of a word to the right (`by` 1) or left (-1).
  static int wordEdge(String text, int at, int by) {
    var to = at;
    var inWord = false;
    while (by < 0 ? to > 0 : to < text.length()) {
      var c = text.charAt(by < 0 ? to - 1 : to);
      var part = Character.isJavaIdentifierPart(c);
      if (inWord && !part) {
        break;
      }
      inWord |= part;
      to += by;
    }
    return to;
  }
}

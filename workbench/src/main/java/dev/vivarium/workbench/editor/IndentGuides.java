package dev.vivarium.workbench.editor;

import java.util.List;

/// How many lines are drawn before a line of source, one for each level of its indentation.
final class IndentGuides {
  /// Most levels that are drawn.
  static final int MAX_LEVELS = 10;

  /// How far a blank line looks for one that is not.
  static final int MAX_BLANK = 20;

  private IndentGuides() {}

  /// Columns of a level in a file.
  static int step(String path) {
    return path.endsWith(".rs") || path.endsWith(".c") || path.endsWith(".h") ? 4 : 2;
  }

  /// Levels of a line. A blank one belongs to the block around it.
  static int levels(TextLines lines, int line, int step) {
    var own = indent(lines.line(line));
    if (own >= 0) {
      return Math.min(MAX_LEVELS, own / step);
    }
    var above = near(lines, line, -1) / step;
    var below = near(lines, line, 1) / step;
    return Math.min(MAX_LEVELS, above == below ? above : Math.min(above, below) + 1);
  }

  static boolean isBlank(TextLines lines, int line) {
    return indent(lines.line(line)) < 0;
  }

  private static int near(TextLines lines, int from, int by) {
    for (var away = 1; away <= MAX_BLANK; away++) {
      var line = from + by * away;
      if (line < 0 || line >= lines.count()) {
        return 0;
      }
      var indent = indent(lines.line(line));
      if (indent >= 0) {
        return indent;
      }
    }
    return 0;
  }

  /// Columns before the first sign of a line; -1 where there is none.
  private static int indent(String line) {
    for (var at = 0; at < line.length(); at++) {
      if (line.charAt(at) != ' ') {
        return at;
      }
    }
    return -1;
  }

  /// The style of a paragraph with so many levels.
  static List<String> style(int step, int levels) {
    return levels == 0 ? List.of() : List.of("guides-" + step + "-" + levels);
  }
}

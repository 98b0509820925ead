package dev.vivarium.workbench.editor;

import java.util.Comparator;
import java.util.List;

/// A stretch of a text, `start` included, `end` not, and what takes its place. Edits that belong
/// together all count in the text as it was before any of them, and do not overlap.
public record TextEdit(int start, int end, String text) {
  public TextEdit {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("no stretch of a text: " + start + " to " + end);
    }
  }

  public static TextEdit insert(int at, String text) {
    return new TextEdit(at, at, text);
  }

  /// By how much the text grows.
  int growth() {
    return text.length() - (end - start);
  }

  /// The text after all of `edits`.
  public static String applied(String text, List<TextEdit> edits) {
    var out = new StringBuilder(text.length());
    var at = 0;
    for (var edit : sorted(edits)) {
      out.append(text, at, edit.start()).append(edit.text());
      at = edit.end();
    }
    return out.append(text, at, text.length()).toString();
  }

  static List<TextEdit> sorted(List<TextEdit> edits) {
    return edits.stream().sorted(Comparator.comparingInt(TextEdit::start)).toList();
  }
}

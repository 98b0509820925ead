package dev.vivarium.workbench.language;

import java.util.Comparator;
import java.util.List;

/// Puts `text` in the place of a stretch. Edits of one file all mean the text before any of them.
public record TextEdit(TextRange range, String text) {
  /// A text after edits that do not overlap.
  public static String applied(String text, List<TextEdit> edits) {
    var result = new StringBuilder(text);
    for (TextEdit edit : lastFirst(edits)) {
      result.replace(edit.range.start().offsetIn(text), edit.range.end().offsetIn(text), edit.text);
    }
    return result.toString();
  }

  /// The edits in an order in which each leaves the places of those to come as they are.
  public static List<TextEdit> lastFirst(List<TextEdit> edits) {
    return edits.reversed().stream()
        .sorted(Comparator.comparing((TextEdit edit) -> edit.range.start()).reversed())
        .toList();
  }
}

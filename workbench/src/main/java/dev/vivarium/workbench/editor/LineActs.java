package dev.vivarium.workbench.editor;

import java.util.ArrayList;
import java.util.List;

/// Acts on the lines that a selection touches. A selection that ends at the start of a line does
/// not touch it.
final class LineActs {
  static final String STEP = "  ";

  private final String text;
  private final int anchor;
  private final int caret;
  private final int first;
  private final int last;

  LineActs(String text, int anchor, int caret) {
    this.text = text;
    this.anchor = anchor;
    this.caret = caret;
    var start = Math.min(anchor, caret);
    var end = Math.max(anchor, caret);
    first = lineStart(start);
    last = lineEnd(end > start && end > 0 && text.charAt(end - 1) == '\n' ? end - 1 : end);
  }

  private int lineStart(int at) {
    return text.lastIndexOf('\n', at - 1) + 1;
  }

  private int lineEnd(int at) {
    var end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  private List<Integer> lineStarts() {
    var starts = new ArrayList<Integer>();
    for (var at = first; at <= last; at = lineEnd(at) + 1) {
      starts.add(at);
    }
    return starts;
  }

  /// Puts `prefix` before each line, or takes it away where every line has it.
  Edited toggleComment(String prefix) {
    var lines = lineStarts().stream().filter(at -> !blank(at)).toList();
    if (lines.isEmpty()) {
      return Edited.nothing(anchor, caret);
    }
    var all = lines.stream().allMatch(at -> text.startsWith(prefix, contentStart(at)));
    var column = lines.stream().mapToInt(at -> contentStart(at) - at).min().orElse(0);
    var edits =
        lines.stream()
            .map(at ->
                all
                    ? uncommented(contentStart(at), prefix)
                    : TextEdit.insert(at + column, prefix + " "))
            .toList();
    return shifted(edits);
  }

  private TextEdit uncommented(int at, String prefix) {
    var end = at + prefix.length();
    return new TextEdit(at, text.startsWith(" ", end) ? end + 1 : end, "");
  }

  private boolean blank(int lineStart) {
    return contentStart(lineStart) == lineEnd(lineStart);
  }

  private int contentStart(int lineStart) {
    var at = lineStart;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return at;
  }

  Edited indent() {
    return shifted(
        lineStarts().stream()
            .filter(at -> !blank(at))
            .map(at -> TextEdit.insert(at, STEP))
            .toList());
  }

  Edited outdent() {
    return shifted(
        lineStarts().stream()
            .map(at -> new TextEdit(at, Math.min(contentStart(at), at + STEP.length()), ""))
            .filter(edit -> edit.end() > edit.start())
            .toList());
  }

  private Edited shifted(List<TextEdit> edits) {
    return new Edited(edits, shifted(anchor, edits), shifted(caret, edits));
  }

  private static int shifted(int at, List<TextEdit> edits) {
    var moved = at;
    for (var edit : edits) {
      if (edit.start() < at || (edit.start() == at && edit.start() == edit.end())) {
        moved += edit.text().length() - (Math.min(edit.end(), at) - edit.start());
      }
    }
    return moved;
  }

  Edited moveUp() {
    if (first == 0) {
      return Edited.nothing(anchor, caret);
    }
    var above = lineStart(first - 1);
    var by = first - above;
    var swapped = text.substring(first, last) + "\n" + text.substring(above, first - 1);
    return new Edited(List.of(new TextEdit(above, last, swapped)), anchor - by, caret - by);
  }

  Edited moveDown() {
    if (last == text.length()) {
      return Edited.nothing(anchor, caret);
    }
    var below = lineEnd(last + 1);
    var by = below - last;
    var swapped = text.substring(last + 1, below) + "\n" + text.substring(first, last);
    return new Edited(List.of(new TextEdit(first, below, swapped)), anchor + by, caret + by);
  }

  /// The copy stands below and is selected as the lines were.
  Edited duplicate() {
    var by = last - first + 1;
    var copy = "\n" + text.substring(first, last);
    return new Edited(List.of(TextEdit.insert(last, copy)), anchor + by, caret + by);
  }

  Edited delete() {
    var toEnd = last == text.length();
    var start = toEnd && first > 0 ? first - 1 : first;
    var end = toEnd ? last : last + 1;
    var column = caret - lineStart(caret);
    var after = TextEdit.applied(text, List.of(new TextEdit(start, end, "")));
    var lineAt = after.lastIndexOf('\n', Math.min(start, after.length()) - (toEnd ? 1 : 0)) + 1;
    var line = toEnd ? lineAt : first;
    var stop = after.indexOf('\n', line);
    var at = Math.min(line + column, stop < 0 ? after.length() : stop);
    return new Edited(List.of(new TextEdit(start, end, "")), at, at);
  }
}

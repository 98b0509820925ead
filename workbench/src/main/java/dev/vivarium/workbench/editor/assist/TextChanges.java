package dev.vivarium.workbench.editor.assist;

import dev.vivarium.workbench.language.TextEdit;
import java.util.List;
import org.fxmisc.richtext.CodeArea;

/// Makes edits in a code area.
final class TextChanges {
  private TextChanges() {}

  /// As one step that undo takes back. The caret stays where it was in the text, behind what was
  /// put in at it.
  static void apply(CodeArea area, List<TextEdit> edits) {
    if (edits.isEmpty()) {
      return;
    }
    var text = area.getText();
    var caret = caretAfter(text, area.getCaretPosition(), edits);
    // One replacement of the stretch from the first to the last edit: undo takes it back whole.
    var from = edits.stream().mapToInt(edit -> start(edit, text)).min().orElse(0);
    var to = edits.stream().mapToInt(edit -> end(edit, text)).max().orElse(from);
    var after = TextEdit.applied(text, edits);
    area.replaceText(from, to, after.substring(from, after.length() - (text.length() - to)));
    area.moveTo(Math.clamp(caret, 0, area.getLength()));
    area.requestFollowCaret();
  }

  private static int caretAfter(String text, int caret, List<TextEdit> edits) {
    var moved = caret;
    for (var edit : edits) {
      var start = start(edit, text);
      var end = end(edit, text);
      if (end <= caret) {
        moved += edit.text().length() - (end - start);
      } else if (start < caret) {
        moved -= caret - start;
      }
    }
    return moved;
  }

  private static int start(TextEdit edit, String text) {
    return edit.range().start().offsetIn(text);
  }

  private static int end(TextEdit edit, String text) {
    return edit.range().end().offsetIn(text);
  }
}

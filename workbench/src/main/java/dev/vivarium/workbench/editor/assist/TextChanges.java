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
    if (edits.size() == 1) {
      var edit = edits.getFirst();
      area.replaceText(
          edit.range().start().offsetIn(text), edit.range().end().offsetIn(text), edit.text());
    } else {
      var change = area.createMultiChange(edits.size());
      TextEdit.lastFirst(edits)
          .forEach(edit ->
              change.replaceTextAbsolutely(
                  edit.range().start().offsetIn(text),
                  edit.range().end().offsetIn(text),
                  edit.text()));
      change.commit();
    }
    area.moveTo(Math.clamp(caret, 0, area.getLength()));
    area.requestFollowCaret();
  }

  private static int caretAfter(String text, int caret, List<TextEdit> edits) {
    var moved = caret;
    for (var edit : edits) {
      var start = edit.range().start().offsetIn(text);
      var end = edit.range().end().offsetIn(text);
      if (end <= caret) {
        moved += edit.text().length() - (end - start);
      } else if (start < caret) {
        moved -= caret - start;
      }
    }
    return moved;
  }
}

package dev.vivarium.workbench.editor.assist;

import dev.vivarium.workbench.language.TextEdit;
import dev.vivarium.workbench.language.TextPosition;
import java.util.List;

/// The text that is being edited. Belongs to the window's thread.
public interface EditedText {
  String text();

  TextPosition caret();

  /// Makes edits as one step that undo takes back; the caret ends behind what the first one put in.
  void apply(List<TextEdit> edits);
}

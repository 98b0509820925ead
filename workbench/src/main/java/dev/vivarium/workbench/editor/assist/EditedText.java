package dev.vivarium.workbench.editor.assist;

import dev.vivarium.workbench.language.TextEdit;
import dev.vivarium.workbench.language.TextPosition;
import java.util.List;

/// The text that is being edited. Belongs to the window's thread.
public interface EditedText {
  String text();

  /// A line of it, from 1, without its end; asked for with every key.
  default String line(int number) {
    return text().lines().skip(number - 1L).findFirst().orElse("");
  }

  TextPosition caret();

  /// Makes edits as one step that undo takes back; the caret ends behind what the first one put in.
  void apply(List<TextEdit> edits);
}

package dev.vivarium.workbench.editor;

import java.util.List;

/// The text of an open document, held by whatever edits it. Belongs to the window's thread.
public interface TextBuffer {
  String text();

  /// Replaces the whole text as one step that undo takes back.
  void replace(String text);

  /// Makes all edits as one step that undo takes back.
  default void apply(List<TextEdit> edits) {
    replace(TextEdit.applied(text(), edits));
  }

  /// The text as it stands is what lies on disk.
  void markSaved();
}

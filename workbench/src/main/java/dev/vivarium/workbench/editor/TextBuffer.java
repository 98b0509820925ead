package dev.vivarium.workbench.editor;

/// The text of an open document, held by whatever edits it. Belongs to the window's thread.
public interface TextBuffer {
  String text();

  /// Replaces the whole text as one step that undo takes back.
  void replace(String text);

  /// The text as it stands is what lies on disk.
  void markSaved();
}

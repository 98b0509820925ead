package dev.vivarium.workbench.editor;

/// The lines of a text, as it is now. Lines and offsets count from 0.
interface TextLines {
  int count();

  String line(int index);

  /// Offset of the start of a line in the text.
  int start(int index);

  /// The line that holds an offset.
  int lineAt(int offset);
}

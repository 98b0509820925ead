package dev.vivarium.workbench.editor;

import java.util.List;

/// Works out the colours of one document and which of them an edit changes. Belongs to the window's
/// thread.
interface Colours extends AutoCloseable {
  /// Lines `first` to `last`, both included.
  record Stretch(int first, int last) {}

  /// The text was changed.
  ///
  /// @return the lines that may look different now
  List<Stretch> edited(TextChange change);

  /// The tokens of a line, in order and without overlap.
  List<Token> tokens(int line);

  @Override
  default void close() {}
}

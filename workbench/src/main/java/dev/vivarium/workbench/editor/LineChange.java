package dev.vivarium.workbench.editor;

/// Lines that differ from what was last committed.
///
/// @param kind what happened to them
/// @param line first line now, from 0; for removed lines the one that follows them
/// @param count lines now; 0 for removed ones
/// @param before the lines as they were, each with its line end
public record LineChange(Kind kind, int line, int count, String before) {
  public enum Kind {
    ADDED,
    CHANGED,
    REMOVED
  }

  boolean marks(int at) {
    return count == 0 ? at == line : line <= at && at < line + count;
  }
}

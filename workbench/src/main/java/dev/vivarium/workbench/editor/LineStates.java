package dev.vivarium.workbench.editor;

import java.util.Arrays;

/// The highlighter's state after each line of a document, kept in step with edits.
final class LineStates {
  /// A line that has not been coloured since it changed.
  private static final int UNKNOWN = -1;

  private int[] after = {UNKNOWN};
  private int lines = 1;

  int lines() {
    return lines;
  }

  /// The state in which `line` begins.
  int before(int line) {
    return line == 0 ? Highlighter.START : Math.max(after[line - 1], Highlighter.START);
  }

  /// Notes the state after `line`.
  ///
  /// @return whether it is another than before, so that the next line must be coloured again
  boolean set(int line, int state) {
    var changed = after[line] != state;
    after[line] = state;
    return changed;
  }

  /// An edit in `line` took `removed` line ends away behind it and put `inserted` in.
  void edited(int line, int removed, int inserted) {
    var grown = new int[Math.max(after.length, lines - removed + inserted)];
    System.arraycopy(after, 0, grown, 0, line + 1);
    var tail = lines - (line + 1 + removed);
    System.arraycopy(after, line + 1 + removed, grown, line + 1 + inserted, tail);
    // The last line of the edit ends as the first one did before: what follows it needs colouring
    // only
    // if that changes.
    var last = removed == 0 ? after[line] : after[line + removed];
    Arrays.fill(grown, line, line + inserted, UNKNOWN);
    grown[line + inserted] = last;
    after = grown;
    lines = lines - removed + inserted;
  }
}

package dev.vivarium.workbench.editor;

import dev.vivarium.workbench.part.LineSign;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The signs before the lines of one document, moved along while the user types. Lines count from
/// 0.
final class LineSigns {
  private final TreeMap<Integer, LineSign> signs = new TreeMap<>();

  /// Replaces all signs.
  ///
  /// @return lines that had a sign or have one now
  Set<Integer> set(List<LineSign> now) {
    var touched = new TreeSet<>(signs.keySet());
    signs.clear();
    now.forEach(sign -> signs.put(Math.max(0, sign.line() - 1), sign));
    touched.addAll(signs.keySet());
    return touched;
  }

  Optional<LineSign> at(int line) {
    return Optional.ofNullable(signs.get(line));
  }

  /// Moves signs below an edit as [LineMarks#edited] does its marks.
  ///
  /// @return lines behind the edit that had a sign or have one now
  Set<Integer> edited(int line, int removed, int inserted) {
    if (removed == inserted || signs.isEmpty()) {
      return Set.of();
    }
    var below = new TreeMap<>(signs.tailMap(line, false));
    var touched = new TreeSet<>(below.keySet());
    below.keySet().forEach(signs::remove);
    below
        .tailMap(line + removed, false)
        .forEach((at, sign) -> signs.put(at + inserted - removed, sign));
    touched.addAll(signs.tailMap(line, false).keySet());
    return touched;
  }
}

package dev.vivarium.workbench.editor;

import dev.vivarium.workbench.session.Diagnostic;
import java.util.ArrayList;
import java.util.List;

/// What the compiler says about the lines of one document, moved along while the user types. Lines
/// count from 0.
final class LineMarks {
  /// A mark on a line.
  record Mark(int line, int column, int length, Diagnostic.Severity severity, String text) {
    private Mark moved(int by) {
      return new Mark(line + by, column, length, severity, text);
    }
  }

  private List<Mark> marks = List.of();

  /// Replaces all marks.
  ///
  /// @return lines that had a mark or have one now
  List<Integer> set(List<Diagnostic> diagnostics) {
    var before = lines();
    marks =
        diagnostics.stream()
            .flatMap(d ->
                d.place().stream()
                    .map(p ->
                        new Mark(
                            Math.max(0, p.line() - 1),
                            Math.max(0, p.column() - 1),
                            p.length(),
                            d.severity(),
                            d.text())))
            .toList();
    var touched = new ArrayList<>(before);
    touched.addAll(lines());
    return touched.stream().distinct().sorted().toList();
  }

  private List<Integer> lines() {
    return marks.stream().map(Mark::line).toList();
  }

  List<Mark> at(int line) {
    return marks.stream().filter(m -> m.line() == line).toList();
  }

  /// Moves marks below an edit as [LineStates#edited] does; those on lines that went are dropped.
  ///
  /// @return lines behind the edit that had a mark or have one now
  List<Integer> edited(int line, int removed, int inserted) {
    if (removed == inserted || marks.isEmpty()) {
      return List.of();
    }
    var touched = new ArrayList<>(lines());
    marks =
        marks.stream()
            .filter(m -> m.line() <= line || m.line() > line + removed)
            .map(m -> m.line() <= line ? m : m.moved(inserted - removed))
            .toList();
    touched.addAll(lines());
    return touched.stream().filter(l -> l >= line).distinct().toList();
  }
}

package dev.vivarium.workbench.editor;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;

/// The lines in which two texts differ.
public final class LineDifference {
  private LineDifference() {}

  /// What turned `before` into `now`, in order.
  public static List<LineChange> between(String before, String now) {
    var old = new RawText(before.getBytes(StandardCharsets.UTF_8));
    var current = new RawText(now.getBytes(StandardCharsets.UTF_8));
    return new HistogramDiff()
        .diff(RawTextComparator.DEFAULT, old, current).stream()
            .map(edit -> change(edit, old))
            .toList();
  }

  private static LineChange change(Edit edit, RawText old) {
    var kind =
        switch (edit.getType()) {
          case INSERT -> LineChange.Kind.ADDED;
          case DELETE -> LineChange.Kind.REMOVED;
          case REPLACE, EMPTY -> LineChange.Kind.CHANGED;
        };
    var before =
        edit.getLengthA() == 0 ? "" : old.getString(edit.getBeginA(), edit.getEndA(), false);
    return new LineChange(kind, edit.getBeginB(), edit.getLengthB(), before);
  }
}

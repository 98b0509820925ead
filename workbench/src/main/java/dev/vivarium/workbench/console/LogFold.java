package dev.vivarium.workbench.console;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;

/// The newest rows of the log, as many as fit. Errors and warnings have room of their own, so that
/// a flood of other lines never pushes them out.
final class LogFold {
  private final int maxQuiet;
  private final int maxLoud;
  private final Deque<LogRow> quiet = new ArrayDeque<>();
  private final Deque<LogRow> loud = new ArrayDeque<>();
  private final LogCounts counts = new LogCounts();
  private long dropped;

  LogFold(int maxQuiet, int maxLoud) {
    this.maxQuiet = maxQuiet;
    this.maxLoud = maxLoud;
  }

  void add(LogRow row) {
    boolean isLoud = LogCounts.isLoud(row.line().level());
    var rows = isLoud ? loud : quiet;
    var last = rows.peekLast();
    counts.add(row);
    if (last != null && follows(last, row) && last.continuedBy(row)) {
      rows.removeLast();
      rows.addLast(last.with(row));
      return;
    }
    rows.addLast(row);
    if (rows.size() > (isLoud ? maxLoud : maxQuiet)) {
      var gone = rows.removeFirst();
      counts.remove(gone);
      dropped += gone.count();
    }
  }

  /// Whether nothing of the other kind came between.
  private static boolean follows(LogRow last, LogRow row) {
    return last.line().sequence() + 1 == row.line().sequence();
  }

  /// All rows, oldest first.
  Stream<LogRow> rows() {
    if (loud.isEmpty()) {
      return quiet.stream();
    }
    return Stream.concat(quiet.stream(), loud.stream())
        .sorted((a, b) -> Long.compare(a.line().sequence(), b.line().sequence()));
  }

  LogCounts counts() {
    return counts;
  }

  /// Lines that had to go.
  long dropped() {
    return dropped;
  }

  void clear() {
    quiet.clear();
    loud.clear();
    counts.clear();
    dropped = 0;
  }
}

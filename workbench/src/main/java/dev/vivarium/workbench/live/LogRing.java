package dev.vivarium.workbench.live;

import dev.vivarium.workbench.session.LogLine;
import dev.vivarium.workbench.session.LogPage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/// The newest lines of the log, as many as fit. May be called from any thread.
final class LogRing {
  static final int KEPT_MAX = 10_000;

  private final Deque<LogLine> lines = new ArrayDeque<>();
  private long last;

  synchronized void add(long tick, LogLine.Level level, String source, String text) {
    lines.addLast(new LogLine(++last, tick, level, source, text));
    if (lines.size() > KEPT_MAX) {
      lines.removeFirst();
    }
  }

  synchronized LogPage since(long sequence, int limit) {
    List<LogLine> page = new ArrayList<>();
    Iterator<LogLine> newestFirst = lines.descendingIterator();
    while (newestFirst.hasNext() && page.size() < limit) {
      LogLine line = newestFirst.next();
      if (line.sequence() <= sequence) {
        break;
      }
      page.add(line);
    }
    Collections.reverse(page);
    return new LogPage(last, Math.max(0, last - sequence - page.size()), page);
  }
}

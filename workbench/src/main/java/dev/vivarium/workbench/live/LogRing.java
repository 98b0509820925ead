package dev.vivarium.workbench.live;

import dev.vivarium.workbench.part.WallClock;
import dev.vivarium.workbench.session.LogLine;
import dev.vivarium.workbench.session.LogPage;
import java.util.List;

/// The newest lines of the log, as many as fit. May be called from any thread.
final class LogRing {
  static final int KEPT_MAX = 10_000;

  /// Characters of a line; what is longer is cut and says so.
  static final int TEXT_MAX = 4_096;

  private final WallClock clock;
  private final LogLine[] lines = new LogLine[KEPT_MAX];
  private long last;

  LogRing(WallClock clock) {
    this.clock = clock;
  }

  synchronized void add(
      long tick, LogLine.Level level, LogLine.Side side, String source, String text) {
    lines[(int) (last % KEPT_MAX)] =
        new LogLine(++last, tick, clock.epochMillis(), level, side, source, cut(text));
  }

  private static String cut(String text) {
    return text.length() <= TEXT_MAX
        ? text
        : text.substring(0, TEXT_MAX)
            + " … %,d more characters".formatted(text.length() - TEXT_MAX);
  }

  synchronized LogPage since(long sequence, int limit) {
    if (sequence >= last) {
      return new LogPage(last, 0, List.of());
    }
    long first = Math.max(sequence, last - KEPT_MAX) + 1;
    long end = Math.min(first + limit - 1, last);
    var page = new LogLine[(int) (end - first + 1)];
    for (int i = 0; i < page.length; i++) {
      page[i] = lines[(int) ((first + i - 1) % KEPT_MAX)];
    }
    return new LogPage(end, first - sequence - 1, List.of(page));
  }
}

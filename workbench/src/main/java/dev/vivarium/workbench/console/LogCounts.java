package dev.vivarium.workbench.console;

import dev.vivarium.workbench.session.LogLine.Level;
import java.util.EnumMap;
import java.util.Map;

/// How many lines there are of each level.
final class LogCounts {
  private final Map<Level, Integer> counts = new EnumMap<>(Level.class);

  static boolean isLoud(Level level) {
    return level.compareTo(Level.WARN) >= 0;
  }

  void add(LogRow row) {
    counts.merge(row.line().level(), row.count(), Integer::sum);
  }

  void remove(LogRow row) {
    counts.merge(row.line().level(), -row.count(), Integer::sum);
  }

  void clear() {
    counts.clear();
  }

  Map<Level, Integer> copy() {
    return Map.copyOf(counts);
  }
}

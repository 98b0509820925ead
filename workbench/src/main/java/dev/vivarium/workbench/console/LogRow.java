package dev.vivarium.workbench.console;

import dev.vivarium.workbench.session.LogLine;

/// Equal lines that followed each other.
///
/// @param line the newest of them
/// @param count how many there are
record LogRow(LogLine line, int count) {
  LogRow(LogLine line) {
    this(line, 1);
  }

  boolean continuedBy(LogRow next) {
    return line.level() == next.line.level()
        && line.side() == next.line.side()
        && line.source().equals(next.line.source())
        && line.text().equals(next.line.text());
  }

  LogRow with(LogRow next) {
    return new LogRow(next.line, count + next.count);
  }
}

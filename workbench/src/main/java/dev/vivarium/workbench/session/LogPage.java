package dev.vivarium.workbench.session;

import java.util.List;

/// Log lines since a sequence number; the fields mean what they mean in [MessagePage].
public record LogPage(long lastSequence, long missed, List<LogLine> lines) {
  public LogPage {
    lines = List.copyOf(lines);
  }
}

package dev.vivarium.workbench.session;

import java.util.List;

/// The oldest log lines after a sequence number that are still there.
///
/// @param lastSequence what to ask from next; lower than what was asked from where the log began
///   anew
/// @param missed lines after the one asked from that are no longer there
public record LogPage(long lastSequence, long missed, List<LogLine> lines) {
  public LogPage {
    lines = List.copyOf(lines);
  }
}

package dev.vivarium.workbench.session;

import java.time.Instant;

/// A recording on disk.
///
/// @param problem why it cannot be opened; empty where its beginning is whole
public record RecordingFile(String name, long bytes, Instant writtenAt, String problem) {
  public boolean isBroken() {
    return !problem.isEmpty();
  }
}

package dev.vivarium.workbench.session;

import java.util.List;

/// How long some ticks took, part by part.
///
/// @param parts by their place, the same for as long as the world lives
public record ProfilePage(double rateHz, List<Part> parts, List<Tick> ticks) {
  public ProfilePage {
    parts = List.copyOf(parts);
    ticks = List.copyOf(ticks);
  }

  public enum Kind {
    SYSTEM,
    COPY_IN,
    COPY_OUT,
    CHANGES,
    DELIVERY,
    COLLECT,
    CLIENT,
    INBOX,
    AFTER
  }

  /// @param plugin empty for the world's own work
  /// @param name the system's id, or what the world does, in words
  public record Part(Kind kind, String plugin, String name) {}

  /// @param parts places in [ProfilePage#parts()]
  /// @param micros how long each took
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and written to by nobody
  public record Tick(long tick, double totalMicros, int[] parts, float[] micros) {}
}

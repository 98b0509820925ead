package dev.vivarium.workbench.session;

import java.util.List;

/// Counts of messages by tick.
///
/// @param firstTick of the first count in each lane
public record TraceTimeline(long firstTick, List<Lane> lanes) {
  /// Most ticks that a timeline goes back.
  public static final int MAX_TICKS = 600;

  public TraceTimeline {
    lanes = List.copyOf(lanes);
  }

  /// The messages of one channel that one plugin sent.
  ///
  /// @param plugin who sent them; `workbench`, `host` or a client's name for what came from outside
  /// @param counts one a tick; nobody writes to it
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and written to by nobody
  public record Lane(String channel, String plugin, int[] counts) {}
}

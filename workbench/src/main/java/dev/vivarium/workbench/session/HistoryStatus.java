package dev.vivarium.workbench.session;

import java.util.List;

/// What of a world's past can be looked at.
///
/// @param source name of the recording that was opened; empty for the live world's own past
/// @param recording whether the live world's ticks are being kept
/// @param firstTick the earliest tick to look at; meaningless while [#isEmpty()]
/// @param lastTick the latest
/// @param bytes memory that it takes, of at most `bytesMax`
/// @param ticksMax most ticks that are kept
/// @param marks what happened, oldest first
/// @param activity messages sent in equal parts of the span, for a graph
public record HistoryStatus(
    String source,
    boolean recording,
    int keyframes,
    long firstTick,
    long lastTick,
    long bytes,
    long bytesMax,
    int ticksMax,
    List<Mark> marks,
    List<Integer> activity) {
  /// Parts of [#activity()].
  public static final int PARTS = 240;

  public static final HistoryStatus NONE =
      new HistoryStatus("", false, 0, 0, 0, 0, 0, 0, List.of(), List.of());

  public HistoryStatus {
    marks = List.copyOf(marks);
    activity = List.copyOf(activity);
  }

  /// Whether nothing is recorded.
  public boolean isEmpty() {
    return keyframes == 0;
  }

  /// Something that happened.
  public record Mark(long tick, Kind kind, String text) {}

  public enum Kind {
    EDIT,
    RELOAD,
    FAILURE
  }
}

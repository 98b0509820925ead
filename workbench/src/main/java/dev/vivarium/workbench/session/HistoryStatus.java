package dev.vivarium.workbench.session;

import java.util.List;

/// What of a world's past can be looked at.
///
/// @param source name of the recording that was opened; empty for the live world's own past
/// @param recording whether the live world's ticks are being kept
/// @param newestOnly whether only the newest seconds of the live world are kept, which nobody had
///   to ask for
/// @param firstTick the earliest tick to look at; meaningless while [#isEmpty()]
/// @param lastTick the latest
/// @param bytes memory that it takes, of at most `bytesMax`
/// @param ticksMax most ticks that are kept
/// @param marks what happened, oldest first
/// @param activity messages sent in equal parts of the span, for a graph
public record HistoryStatus(
    String source,
    boolean recording,
    boolean newestOnly,
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
      new HistoryStatus("", false, false, 0, 0, 0, 0, 0, 0, List.of(), List.of());

  public HistoryStatus {
    marks = List.copyOf(marks);
    activity = List.copyOf(activity);
  }

  /// Whether the live world's ticks are added as they run.
  public boolean follows() {
    return source.isEmpty() && (recording || newestOnly);
  }

  /// Whether nothing is recorded.
  public boolean isEmpty() {
    return keyframes == 0;
  }

  /// Something that happened.
  public record Mark(long tick, Kind kind, String text) {}

  public enum Kind {
    WATCH,
    EDIT,
    RELOAD,
    FAILURE
  }
}

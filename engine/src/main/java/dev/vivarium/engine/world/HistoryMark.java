package dev.vivarium.engine.world;

/// Something in a [History] that people may want to find again.
///
/// @param tick that ran next when it happened
/// @param text in a few words, such as `fish reloaded`
public record HistoryMark(long tick, Kind kind, String text) {
  public enum Kind {
    EDIT,
    RELOAD,
    FAILURE
  }
}

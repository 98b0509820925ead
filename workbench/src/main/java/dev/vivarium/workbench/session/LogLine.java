package dev.vivarium.workbench.session;

/// A line of the world's log.
///
/// @param source the plugin, or `world`, `compiler`, `workbench`
public record LogLine(long sequence, long tick, Level level, String source, String text) {
  /// From quiet to loud.
  public enum Level {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR
  }
}

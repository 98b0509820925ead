package dev.vivarium.workbench.session;

/// A line of the world's log.
///
/// @param epochMillis when it was written, in milliseconds since 1970-01-01 UTC
/// @param side the half of the world that wrote it
/// @param source the plugin, or `world`, `compiler`, `workbench`
public record LogLine(
    long sequence,
    long tick,
    long epochMillis,
    Level level,
    Side side,
    String source,
    String text) {
  /// From quiet to loud.
  public enum Level {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR
  }

  /// Where a line comes from: plugins run a half on the server and one with each client.
  public enum Side {
    SERVER,
    CLIENT
  }
}

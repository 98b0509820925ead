package dev.vivarium.net.client.realtime;

import java.time.Duration;

/// How long a client waits for what.
///
/// @param connect for a connection to open, and again for the welcome
/// @param ping between two pings
/// @param pong for the answer to a ping, before the connection counts as lost
/// @param modules without a piece of a module that is missing, before the connection counts as lost
/// @param firstRetry before the first try after a loss, about; doubled with each further one
/// @param longestRetry the most it is doubled to
/// @param stable in a room, after which the next loss begins with `firstRetry` again
public record RealtimeTimes(
    Duration connect,
    Duration ping,
    Duration pong,
    Duration modules,
    Duration firstRetry,
    Duration longestRetry,
    Duration stable) {
  /// How long a server keeps the place of a client that was lost.
  public static final Duration RESUME_WINDOW = Duration.ofSeconds(30);

  /// For a player.
  public static final RealtimeTimes DEFAULT =
      new RealtimeTimes(
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          Duration.ofMillis(250),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5));

  public RealtimeTimes {
    if (!connect.isPositive()
        || !ping.isPositive()
        || !pong.isPositive()
        || !modules.isPositive()
        || !firstRetry.isPositive()
        || longestRetry.compareTo(firstRetry) < 0
        || stable.isNegative()) {
      throw new IllegalArgumentException("times to wait are positive, the longest is longest");
    }
  }

  public RealtimeTimes withPing(Duration every) {
    return new RealtimeTimes(connect, every, pong, modules, firstRetry, longestRetry, stable);
  }
}

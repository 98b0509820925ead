package dev.vivarium.net.client;

import java.time.Duration;

/// How long a socket waits.
///
/// @param request for an answer
/// @param heartbeat between two pings
/// @param pong for the answer to a ping, before the connection counts as lost
public record SocketTimes(Duration request, Duration heartbeat, Duration pong) {
  /// Ten seconds each.
  public static final SocketTimes DEFAULT =
      new SocketTimes(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(10));

  public SocketTimes {
    if (!request.isPositive() || !heartbeat.isPositive() || !pong.isPositive()) {
      throw new IllegalArgumentException("a time to wait is positive");
    }
  }
}

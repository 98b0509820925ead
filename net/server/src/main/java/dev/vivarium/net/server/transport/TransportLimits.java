package dev.vivarium.net.server.transport;

import java.time.Duration;

/// What connections may do before anybody has said who they are.
///
/// @param connectionsMax open at once
/// @param connectionsPerAddressMax open at once from one address
/// @param handshakesPerSecond new connections from one address on average; ten times as many at
///   once
/// @param requestWait for a whole request, or a connection's first byte, TLS handshake included
/// @param idleWait between requests
/// @param replyWait for a reply to be taken
/// @param bodyBytesMax of a request
public record TransportLimits(
    int connectionsMax,
    int connectionsPerAddressMax,
    int handshakesPerSecond,
    Duration requestWait,
    Duration idleWait,
    Duration replyWait,
    int bodyBytesMax) {
  /// Of the request line; a session token travels in the socket's.
  public static final int LINE_BYTES_MAX = 8_192;

  /// Of all of a request's headers.
  public static final int HEADER_BYTES_MAX = 8_192;

  /// Parameters in a query.
  public static final int PARAMETERS_MAX = 256;

  public static final TransportLimits DEFAULT =
      new TransportLimits(
          10_000,
          256,
          100,
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          256 * 1024);

  public TransportLimits withConnectionsPerAddress(int changed) {
    return new TransportLimits(
        Math.max(connectionsMax, changed),
        changed,
        handshakesPerSecond,
        requestWait,
        idleWait,
        replyWait,
        bodyBytesMax);
  }
}

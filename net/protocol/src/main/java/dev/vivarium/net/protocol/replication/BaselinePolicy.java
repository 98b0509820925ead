package dev.vivarium.net.protocol.replication;

/// Which of the frames sent to a client the next one is a delta against.
public enum BaselinePolicy {
  /// The newest that the client has acknowledged: for links that lose or reorder.
  ACKNOWLEDGED,

  /// The newest sent: for links such as WebSocket that deliver all in order or break. Frames are
  /// smaller, for the baseline is a tick old and not a round trip, and all clients who see the same
  /// share them. A client that cannot follow asks for a full frame.
  SENT
}

package dev.vivarium.net.client.realtime;

/// How far a [RealtimeClient] has come.
public enum RealtimeState {
  /// Neither connected nor trying.
  IDLE,
  /// Gets a token, connects, says hello.
  JOINING,
  /// In the room; modules are on their way.
  LOADING,
  /// In the room: messages and inputs are taken.
  LIVE,
  /// Was lost, and waits until it tries again.
  WAITING,
  /// Tries no more.
  ENDED
}

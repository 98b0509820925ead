package dev.vivarium.engine.world;

/// What became of a message that a client sent.
public enum Arrival {
  TAKEN,
  /// No plugin here declares the channel.
  UNKNOWN_CHANNEL,
  /// The channel is local: nobody outside may send on it.
  LOCAL_CHANNEL,
  /// The payload is not as the channel's schema lays it out.
  MALFORMED,
  /// More than the channel takes in a tick.
  OVER_LIMIT
}

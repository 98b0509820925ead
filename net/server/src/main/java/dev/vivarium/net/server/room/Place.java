package dev.vivarium.net.server.room;

import dev.vivarium.net.protocol.realtime.FromClient;

/// Somebody's place in a room over one connection. Called by that connection, one call at a time;
/// calls of a connection whose place was taken from elsewhere change nothing.
public interface Place {
  /// Takes a message in; never waits.
  ///
  /// @param bytes its length on the wire
  void received(FromClient message, int bytes);

  /// The connection is gone; the place is kept for a while.
  void lost();

  /// Gives the place up.
  void left();
}

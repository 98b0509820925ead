package dev.vivarium.net.server.room;

import dev.vivarium.net.server.transport.SocketConnection;
import java.util.UUID;

/// Somebody who wants a place in a room by the realtime protocol.
///
/// @param resumeToken of a place that it had; empty for none
public record Newcomer(
    UUID userId, String username, String resumeToken, SocketConnection connection) {
  /// Without the token, for this goes to logs.
  @Override
  public String toString() {
    return "Newcomer[" + username + "]";
  }
}

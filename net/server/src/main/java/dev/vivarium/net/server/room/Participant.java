package dev.vivarium.net.server.room;

import java.util.Map;
import java.util.UUID;

/// Somebody who is in a room, as others see it.
///
/// @param client by which the world's plugins know it; above 1
/// @param role when it came, or since it was changed
/// @param muted whether what it says reaches nobody
/// @param presents whether it is the room's presenter
/// @param pingNanos there and back; 0 where it is not known
/// @param bytesIn received from it so far
/// @param bytesOut sent to it so far
/// @param bytesByComponent what replication sent it of each component so far, before compression
public record Participant(
    long client,
    UUID userId,
    String username,
    Role role,
    boolean muted,
    boolean presents,
    long pingNanos,
    long bytesIn,
    long bytesOut,
    Map<String, Long> bytesByComponent) {
  public Participant {
    bytesByComponent = Map.copyOf(bytesByComponent);
  }
}

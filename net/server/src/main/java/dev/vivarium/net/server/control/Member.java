package dev.vivarium.net.server.control;

import dev.vivarium.net.protocol.control.UserPresence;
import java.util.UUID;

/// One session of a user, as matches know it. A user may have many.
public record Member(UUID userId, UUID sessionId, String username) {
  UserPresence presence() {
    return UserPresence.of(userId.toString(), sessionId.toString(), username);
  }
}

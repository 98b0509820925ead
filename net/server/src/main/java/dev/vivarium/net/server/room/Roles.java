package dev.vivarium.net.server.room;

import java.util.UUID;

/// What a server's users may do. Any thread; may block.
@FunctionalInterface
public interface Roles {
  /// The role of a user in a world.
  Role of(UUID userId, String world);
}

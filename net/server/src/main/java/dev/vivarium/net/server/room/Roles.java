package dev.vivarium.net.server.room;

import java.util.UUID;

/// What a server's users may do. Any thread; may block.
@FunctionalInterface
public interface Roles {
  /// The role of a user in a world.
  Role of(UUID userId, String world);

  /// Whether what a user says in a world shall reach nobody, from the moment when it comes in.
  default boolean muted(UUID userId, String world) {
    return false;
  }
}

package dev.vivarium.net.server.people;

import java.util.UUID;

/// Hears of bans, to end what the user does where the server itself does not know of it. Called by
/// whoever bans; must not wait.
@FunctionalInterface
public interface BanListener {
  /// @param world empty is every world
  /// @param words for the user
  void banned(UUID userId, String world, String words);
}

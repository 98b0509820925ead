package dev.vivarium.net.server.store;

import java.util.List;
import java.util.UUID;

/// Who is banned or muted, where, why and until when. Blocks its caller.
public interface SanctionRepository {
  enum Kind {
    /// May not come in.
    BAN,
    /// May come in and not be heard.
    MUTE
  }

  /// @param world empty is every world
  /// @param untilMs milliseconds since 1970; `Long.MAX_VALUE` for good
  /// @param by who did it, a user's id; empty where it was the server's operator
  record Sanction(
      UUID userId,
      String world,
      Kind kind,
      String reason,
      long untilMs,
      String by,
      long createMs) {}

  /// Those that are not over, forgetting the others.
  List<Sanction> inForce(long nowMs);

  /// Keeps a sanction in the place of the user's earlier one of its kind in that world.
  void impose(Sanction sanction);

  /// Ends a sanction before its time.
  void lift(UUID userId, String world, Kind kind);
}

package dev.vivarium.engine.world;

/// How a command ended.
public sealed interface CommandResult {
  /// It was carried out.
  ///
  /// @param entity the entity made or changed, or 0
  record Done(long tick, long entity) implements CommandResult {}

  /// It was not, and nothing changed.
  ///
  /// @param reason one sentence for the user
  record Refused(String reason) implements CommandResult {}
}

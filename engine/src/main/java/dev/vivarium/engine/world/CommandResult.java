package dev.vivarium.engine.world;

/// How a command ended.
public sealed interface CommandResult {
  /// @param entity the entity made or changed, or 0
  record Done(long tick, long entity) implements CommandResult {}

  /// @param reason one sentence for the user
  record Refused(String reason) implements CommandResult {}
}

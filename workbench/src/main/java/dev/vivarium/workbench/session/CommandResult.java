package dev.vivarium.workbench.session;

import java.util.Optional;

/// What became of a [WorldCommand].
public sealed interface CommandResult {
  /// It was done in `tick`.
  ///
  /// @param spawned what [WorldCommand.Spawn] and its like made
  /// @param edit what it changed in the world and can be taken back by [WorldCommand.Revert]; empty
  ///   for what is no edit, such as Pause
  record Done(long tick, Optional<EntityHandle> spawned, Optional<WorldEdit> edit)
      implements CommandResult {
    public Done(long tick, Optional<EntityHandle> spawned) {
      this(tick, spawned, Optional.empty());
    }
  }

  /// It was not done; `reason` says why and what to do, ready to be shown.
  record Refused(String reason) implements CommandResult {}
}

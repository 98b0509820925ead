package dev.vivarium.workbench.session;

import java.util.Optional;

/// What became of a [WorldCommand].
public sealed interface CommandResult {
  /// It was done in `tick`; `spawned` is what [WorldCommand.Spawn] made.
  record Done(long tick, Optional<EntityHandle> spawned) implements CommandResult {}

  /// It was not done; `reason` says why and what to do, ready to be shown.
  record Refused(String reason) implements CommandResult {}
}

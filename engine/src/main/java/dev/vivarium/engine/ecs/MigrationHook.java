package dev.vivarium.engine.ecs;

/// A plugin's own part in a migration, called once with all rows of a component.
@FunctionalInterface
public interface MigrationHook {
  /// Corrects `newRows`, which the rules have filled, by what it finds in `oldRows`.
  ///
  /// @return whether the migration is done; false leaves the store as it was
  boolean migrate(int rows, byte[] oldRows, byte[] newRows);
}

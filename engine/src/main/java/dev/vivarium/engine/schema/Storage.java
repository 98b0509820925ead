package dev.vivarium.engine.schema;

/// Where the values of a component lie.
public enum Storage {
  /// In the columns of archetype tables.
  TABLE,
  /// In a set of their own: adding and removing does not move the entity.
  SPARSE,
  /// Exactly once in the world, on an entity of its own.
  SINGLETON
}

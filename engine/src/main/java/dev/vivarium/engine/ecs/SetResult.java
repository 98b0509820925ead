package dev.vivarium.engine.ecs;

/// What became of a `set`.
public enum SetResult {
  /// The entity has the component now and had not before.
  ADDED,
  /// The value is another one now.
  CHANGED,
  /// The entity had this very value.
  UNCHANGED,
  /// There is no such entity; nothing was done.
  NO_ENTITY,
  /// The parent stated is not alive; nothing was done.
  NO_PARENT,
  /// The parent stated is the entity itself or one of its descendants; nothing was done.
  PARENT_LOOP,
  /// The component is a singleton and the entity not the one that holds it; nothing was done.
  NOT_THE_SINGLETON;

  /// Whether the entity has the value now.
  public boolean accepted() {
    return this == ADDED || this == CHANGED || this == UNCHANGED;
  }
}

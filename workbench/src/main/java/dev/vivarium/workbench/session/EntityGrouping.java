package dev.vivarium.workbench.session;

/// By what entities are told apart.
public sealed interface EntityGrouping {
  /// The plugin that owns the entity; empty for the scene's own.
  record Owner() implements EntityGrouping {}

  /// The set of table components.
  record Archetype() implements EntityGrouping {}

  /// The plugin that last changed its Transform.
  record Mover() implements EntityGrouping {}

  /// Whether it has a component.
  ///
  /// @param component full name
  record Component(String component) implements EntityGrouping {}
}

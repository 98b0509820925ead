package dev.vivarium.engine.tick;

import dev.vivarium.engine.bus.Cause;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.schema.Projection;

/// A change to which entities there are or which components they have, asked for inside a system
/// and applied at the end of its stage.
public sealed interface StructuralChange {
  long entity();

  Cause cause();

  /// Brings a reserved entity to life.
  ///
  /// @param owner id of the plugin that owns the new entity
  record Spawn(long entity, int owner, Cause cause) implements StructuralChange {}

  record Despawn(long entity, Cause cause) implements StructuralChange {}

  /// Adds the component or replaces its value.
  ///
  /// @param value in the owner's layout; empty for a tag
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and written to by nobody
  record Set(long entity, ComponentType type, byte[] value, Cause cause)
      implements StructuralChange {}

  /// Adds the component or writes some of its fields; the others keep the values that they have when
  /// this is applied, or get their defaults.
  ///
  /// @param value in the consumer's layout
  /// @param projection from the consumer's layout to the owner's
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and written to by nobody
  record SetFields(
      long entity, ComponentType type, byte[] value, Projection projection, Cause cause)
      implements StructuralChange {}

  record Remove(long entity, ComponentType type, Cause cause) implements StructuralChange {}
}

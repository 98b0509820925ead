package dev.vivarium.engine.ecs;

/// What a query wants of a component.
public enum Access {
  /// The values, to read.
  READ,
  /// The values, to read and write back.
  WRITE,
  /// That it is there.
  WITH,
  /// That it is not there.
  WITHOUT,
  /// That it is there and its value has changed.
  CHANGED
}

package dev.vivarium.engine.schema;

/// How far a message travels.
public enum Locality {
  /// Stays in the world that it was published in.
  LOCAL,
  /// Crosses between server and clients.
  REMOTE
}

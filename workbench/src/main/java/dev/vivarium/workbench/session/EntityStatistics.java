package dev.vivarium.workbench.session;

import java.util.List;

/// What the entities of a world cost in memory.
///
/// @param reservedBytes all of it, room for growth included
/// @param archetypes one for each set of table components, those with most rows first
/// @param components those with most bytes first
public record EntityStatistics(
    long tick, int entities, long reservedBytes, List<Archetype> archetypes, List<Use> components) {
  public EntityStatistics {
    archetypes = List.copyOf(archetypes);
    components = List.copyOf(components);
  }

  /// Entities with the same table components.
  ///
  /// @param components full names
  /// @param rowBytes bytes of one row
  public record Archetype(List<String> components, int rows, int rowBytes) {
    public Archetype {
      components = List.copyOf(components);
    }

    public long bytes() {
      return (long) rows * rowBytes;
    }
  }

  /// Entities with one component.
  public record Use(String component, int rows, int rowBytes) {
    public long bytes() {
      return (long) rows * rowBytes;
    }
  }
}

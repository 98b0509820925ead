package dev.vivarium.engine.plugin;

import java.util.Optional;

/// Why a plugin was stopped, as precisely as is known.
///
/// @param system id of the system, or the export that was called
/// @param entity handle of the row being worked on, or 0
/// @param row running row in the query, or -1
public record PluginFailure(
    Kind kind,
    String plugin,
    String system,
    long tick,
    String message,
    Optional<SourcePosition> position,
    long entity,
    int row) {
  public enum Kind {
    /// The code trapped or panicked.
    TRAP,
    /// A dispatch ran into the hard time limit.
    TIME,
    /// A system used more CPU time than its soft limit for too long.
    OVER_BUDGET,
    /// The plugin broke the ABI: a malformed record, a bad pointer.
    ABI
  }

  /// A failure at no row and no place in the source.
  static PluginFailure of(Kind kind, String plugin, String system, long tick, String message) {
    return new PluginFailure(kind, plugin, system, tick, message, Optional.empty(), 0, -1);
  }

  /// One line for a person.
  public String describe() {
    return "%s at tick %d: %s%s%s"
        .formatted(
            system,
            tick,
            message,
            position.map(p -> " (" + p + ")").orElse(""),
            entity == 0 ? "" : ", entity #" + (int) entity);
  }
}

package dev.vivarium.workbench.session;

import java.util.List;

/// How the world at one tick differs from itself at another.
///
/// @param differences the rarest kinds first, so that one odd fish is not lost among a thousand
///   that moved; at most [HistorySource#DIFFERENCES_MAX]
/// @param total how many there are
public record TickComparison(long from, long to, List<Difference> differences, int total) {
  public TickComparison {
    differences = List.copyOf(differences);
  }

  /// @param component full name; empty where the entity itself came or went
  /// @param field empty where the whole component came or went
  /// @param before JSON as in [FieldValue]; empty where it was not there
  /// @param after the same; empty where it is no longer there
  public record Difference(
      EntityHandle entity,
      String label,
      String owner,
      Kind kind,
      String component,
      String field,
      String before,
      String after) {}

  public enum Kind {
    SPAWNED,
    ENDED,
    ADDED,
    REMOVED,
    CHANGED
  }
}

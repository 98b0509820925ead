package dev.vivarium.workbench.session;

import java.util.Optional;

/// What a field of a component is.
///
/// @param unit such as `m/s`; empty where it has none
/// @param range what its author says are sensible values
/// @param doc a sentence; may be empty
public record FieldSchema(
    String name, FieldType type, String unit, Optional<Range> range, String doc) {

  /// Sensible values of a number, both ends included.
  public record Range(double min, double max) {
    public Range {
      if (!(min <= max)) {
        throw new IllegalArgumentException("a range from " + min + " to " + max + " holds nothing");
      }
    }
  }
}

package dev.vivarium.engine.schema;

/// The values, both ends included, that a number of a field may take when a person or a file sets
/// it. Plugins' own writes are not held to it.
public record Range(double min, double max) {
  public Range {
    if (!(min <= max)) {
      throw new InvalidSchemaException("range [" + min + ", " + max + "] is empty");
    }
  }

  boolean contains(double value) {
    return value >= min && value <= max;
  }

  @Override
  public String toString() {
    return "[" + min + ", " + max + "]";
  }
}

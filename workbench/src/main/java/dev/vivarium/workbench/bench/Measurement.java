package dev.vivarium.workbench.bench;

/// One figure of a benchmark.
///
/// @param limit what the figure may be at most, as far as one was set; NaN if none was
public record Measurement(String benchmark, String name, double value, String unit, double limit) {
  static Measurement of(String benchmark, String name, double value, String unit) {
    return new Measurement(benchmark, name, value, unit, Double.NaN);
  }

  static Measurement atMost(
      String benchmark, String name, double value, String unit, double limit) {
    return new Measurement(benchmark, name, value, unit, limit);
  }

  public boolean hasLimit() {
    return !Double.isNaN(limit);
  }

  public boolean holds() {
    return !hasLimit() || value <= limit;
  }
}

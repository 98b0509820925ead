package dev.vivarium.workbench.script;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Two to sixteen numbers: a vector, quaternion (x y z w), colour (linear r g b a) or matrix (by
/// columns).
public record Vec(List<Double> values) {
  private static final int MAX = 16;

  public Vec {
    values = List.copyOf(values);
    if (values.isEmpty() || values.size() > MAX) {
      throw new IllegalArgumentException("a vector has 1 to 16 numbers, not " + values.size());
    }
  }

  public static Vec of(double... values) {
    return new Vec(java.util.Arrays.stream(values).boxed().toList());
  }

  public double x() {
    return at(0);
  }

  public double y() {
    return at(1);
  }

  public double z() {
    return at(2);
  }

  public double w() {
    return at(3);
  }

  /// The number at a place, from 0.
  public double at(int place) {
    return values.get(place);
  }

  /// The same vector with another number at a place.
  Vec with(int place, double value) {
    var next = new java.util.ArrayList<>(values);
    next.set(place, value);
    return new Vec(next);
  }

  public Vec plus(Vec other) {
    return combined(other, 1);
  }

  public Vec minus(Vec other) {
    return combined(other, -1);
  }

  private Vec combined(Vec other, double factor) {
    if (other.values.size() != values.size()) {
      throw new IllegalArgumentException(this + " and " + other + " are of different sizes");
    }
    var sum = new double[values.size()];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = at(i) + factor * other.at(i);
    }
    return of(sum);
  }

  public Vec times(double factor) {
    return new Vec(values.stream().map(v -> v * factor).toList());
  }

  public double length() {
    return Math.sqrt(values.stream().mapToDouble(v -> v * v).sum());
  }

  public double distanceTo(Vec other) {
    return minus(other).length();
  }

  @Override
  public String toString() {
    return values.stream()
        .map(v ->
            v == Math.rint(v)
                ? Long.toString(Math.round(v))
                : String.format(Locale.ROOT, "%.4g", v))
        .collect(Collectors.joining(", ", "(", ")"));
  }
}

package dev.vivarium.workbench.bench;

import java.util.Arrays;

/// Percentiles of a few samples, by nearest rank.
final class Percentiles {
  private final double[] sorted;

  Percentiles(double[] samples) {
    sorted = samples.clone();
    Arrays.sort(sorted);
  }

  double at(double share) {
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
  }
}

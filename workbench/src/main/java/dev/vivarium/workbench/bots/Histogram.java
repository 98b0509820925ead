package dev.vivarium.workbench.bots;

/// Counts durations in steps of about three percent, from a microsecond to hours, in fixed memory.
final class Histogram {
  private static final int STEPS_PER_DOUBLING = 32;
  private static final int DOUBLINGS = 34;
  private static final long LEAST_NANOS = 1_000;

  private final long[] counts = new long[DOUBLINGS * STEPS_PER_DOUBLING];
  private long total;

  void add(long nanos) {
    counts[step(nanos)]++;
    total++;
  }

  long total() {
    return total;
  }

  /// Duration in milliseconds that the share does not exceed; 0 where nothing was added.
  double quantileMs(double share) {
    long wanted = (long) Math.ceil(share * (double) total);
    long seen = 0;
    for (int step = 0; step < counts.length; step++) {
      seen += counts[step];
      if (seen >= wanted && seen > 0) {
        return (double) LEAST_NANOS * Math.pow(2, (step + 1) / (double) STEPS_PER_DOUBLING) / 1e6;
      }
    }
    return 0;
  }

  private static int step(long nanos) {
    double doublings = Math.log((double) Math.max(LEAST_NANOS, nanos) / LEAST_NANOS) / Math.log(2);
    return Math.min(DOUBLINGS * STEPS_PER_DOUBLING - 1, (int) (doublings * STEPS_PER_DOUBLING));
  }
}

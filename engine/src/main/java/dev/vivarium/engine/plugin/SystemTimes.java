package dev.vivarium.engine.plugin;

import java.util.Arrays;

/// The last thousand dispatch times of a system, for its percentiles. Owned by the tick thread.
final class SystemTimes {
  private static final int KEPT = 1024;

  private final long[] nanos = new long[KEPT];
  private int count;

  void add(long dispatchNanos) {
    nanos[count++ % KEPT] = dispatchNanos;
  }

  /// Microseconds below which this share of the kept dispatches stayed; 0 if there were none.
  double percentileUs(double share) {
    int kept = Math.min(count, KEPT);
    if (kept == 0) {
      return 0;
    }
    long[] sorted = Arrays.copyOf(nanos, kept);
    Arrays.sort(sorted);
    return sorted[(int) Math.min(kept - 1L, (long) (share * kept))] / 1000.0;
  }
}

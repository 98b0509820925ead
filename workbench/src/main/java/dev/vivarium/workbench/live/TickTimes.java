package dev.vivarium.workbench.live;

import java.util.Arrays;

/// How long the last ticks took. Written by the world's thread; may be read from any.
public final class TickTimes {
  private static final int KEPT = 8192;

  private final long[] nanos = new long[KEPT];
  private int count;

  public synchronized void add(long tickNanos) {
    nanos[count++ % KEPT] = tickNanos;
  }

  /// Microseconds below which this share of the kept ticks stayed; 0 if there were none.
  public double percentileUs(double share) {
    return percentileUs(share, KEPT);
  }

  /// The same for the newest ticks only.
  public double percentileUs(double share, int newest) {
    long[] sorted = copy(newest);
    if (sorted.length == 0) {
      return 0;
    }
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))] / 1000.0;
  }

  private synchronized long[] copy(int newest) {
    long[] copy = new long[Math.min(newest, Math.min(count, KEPT))];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = nanos[(count - copy.length + i) % KEPT];
    }
    return copy;
  }
}

package dev.vivarium.engine.plugin;

import java.util.Arrays;

/// How long the newest dispatches of a system took. Taking one is a plain copy; what is worked out
/// from it is worked out by whoever asks, on the asker's thread. Immutable.
public final class DispatchTimes {
  private final long[] nanos;

  /// Takes the array as it is: the caller gives it away.
  DispatchTimes(long[] nanos) {
    this.nanos = nanos;
  }

  /// Microseconds below which this share of the dispatches stayed; 0 if there were none.
  public double percentileUs(double share) {
    if (nanos.length == 0) {
      return 0;
    }
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))] / 1000.0;
  }
}

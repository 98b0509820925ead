package dev.vivarium.engine.plugin;

import java.util.Arrays;

/// The last thousand dispatch times of a system. Owned by the tick thread.
final class SystemTimes {
  private static final int KEPT = 1024;

  private final long[] nanos = new long[KEPT];
  private int count;

  void add(long dispatchNanos) {
    nanos[count++ % KEPT] = dispatchNanos;
  }

  DispatchTimes copy() {
    return new DispatchTimes(Arrays.copyOf(nanos, Math.min(count, KEPT)));
  }
}

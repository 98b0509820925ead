package dev.vivarium.net.replica;

/// Which of the server's moments to show now: a little behind the newest state, so that there is
/// nearly always one on either side of it. How far behind follows the jitter with which states
/// come. Never goes back. Belongs to one thread.
final class RenderClock {
  /// Ticks behind the state that comes with the least delay, where none comes later than others.
  static final double DELAY_TICKS = 2;

  static final double DELAY_TICKS_MAX = 30;

  /// States whose delays are remembered.
  private static final int SAMPLES = 64;

  /// Of the way to another delay that is gone a state.
  private static final double EASE = 1 / 16.0;

  /// Ticks, for each state, that the server's clock is ahead of ours by its arrival.
  private final double[] ahead = new double[SAMPLES];

  private final long tickNanos;
  private int count;
  private double offset;
  private double delay = DELAY_TICKS;
  private double shown = Double.NEGATIVE_INFINITY;

  RenderClock(long tickNanos) {
    this.tickNanos = tickNanos;
  }

  void arrived(long tick, long nowNanos) {
    ahead[count++ % SAMPLES] = tick - nowNanos / (double) tickNanos;
    double most = Double.NEGATIVE_INFINITY;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < Math.min(count, SAMPLES); i++) {
      most = Math.max(most, ahead[i]);
      least = Math.min(least, ahead[i]);
    }
    double wanted = Math.min(DELAY_TICKS_MAX, DELAY_TICKS + most - least);
    delay = wanted > delay ? wanted : delay + (wanted - delay) * EASE;
    offset = most;
  }

  /// Ticks behind the state that comes with the least delay.
  double delayTicks() {
    return delay;
  }

  /// The server's tick to show, with its fraction; NaN before the first state.
  double tickAt(long nowNanos) {
    if (count == 0) {
      return Double.NaN;
    }
    shown = Math.max(shown, nowNanos / (double) tickNanos + offset - delay);
    return shown;
  }
}

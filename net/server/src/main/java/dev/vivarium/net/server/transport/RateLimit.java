package dev.vivarium.net.server.transport;

import dev.vivarium.engine.tick.NanoClock;

/// A bucket that fills at a rate and holds a burst. One thread.
final class RateLimit {
  private static final double NANOS_PER_SECOND = 1e9;

  private final double perNano;
  private final double burst;
  private final NanoClock clock;
  private double level;
  private long filledNanos;

  RateLimit(double perSecond, double burst, NanoClock clock) {
    this.perNano = perSecond / NANOS_PER_SECOND;
    this.burst = burst;
    this.clock = clock;
    level = burst;
    filledNanos = clock.nanos();
  }

  /// False, taking nothing, where there is not so much.
  boolean take(double amount) {
    long now = clock.nanos();
    level = Math.min(burst, level + (now - filledNanos) * perNano);
    filledNanos = now;
    if (level < amount) return false;
    level -= amount;
    return true;
  }

  boolean full() {
    return level + (clock.nanos() - filledNanos) * perNano >= burst;
  }
}

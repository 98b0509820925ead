package dev.vivarium.net.client;

import java.time.Duration;
import java.time.Instant;

/// Time that a test moves. May be read from any thread.
public final class HandClock implements ClientClock {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private volatile long nanos = Long.MAX_VALUE - 5_000_000_000L;
  private volatile Instant now = START;

  /// Nanoseconds begin near the end of their range, where sums wrap.
  public synchronized void move(Duration step) {
    nanos += step.toNanos();
    now = now.plus(step);
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public Instant now() {
    return now;
  }
}

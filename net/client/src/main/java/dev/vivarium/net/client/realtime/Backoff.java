package dev.vivarium.net.client.realtime;

import java.time.Duration;
import java.util.Random;

/// How long to wait before the next try: doubled with each, half of it left to chance.
final class Backoff {
  private final RealtimeTimes times;
  private final Random random;
  private Duration next;

  Backoff(RealtimeTimes times, long seed) {
    this.times = times;
    this.random = new Random(seed);
    this.next = times.firstRetry();
  }

  void reset() {
    next = times.firstRetry();
  }

  /// From a half to one and a half of the step, which then doubles.
  Duration take() {
    long stepNanos = next.toNanos();
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(times.longestRetry()) > 0 ? times.longestRetry() : doubled;
    return Duration.ofNanos(stepNanos / 2 + (long) (random.nextDouble() * (double) stepNanos));
  }
}

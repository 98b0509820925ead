package dev.vivarium.net.client.realtime;

import dev.vivarium.net.protocol.realtime.Pong;

/// Where the server's world is now, as far as one can know: of the last pongs the one that took the
/// shortest says it best, unless a newer one shows that the world has not kept its pace since.
final class ServerTicks {
  private static final int SAMPLES = 8;

  /// A world's tick at a moment of ours, and by how many nanoseconds that may be wrong.
  private record Sample(long atNanos, long tick, long errorNanos) {}

  private final Sample[] samples = new Sample[SAMPLES];
  private int count;
  private long tickNanos = 1;
  private long roundTripNanos = -1;
  private long newestStateTick;
  private Sample best = new Sample(0, 0, Long.MAX_VALUE);

  void start(long tick, long worldTickNanos, long nowNanos) {
    tickNanos = Math.max(1, worldTickNanos);
    count = 0;
    roundTripNanos = -1;
    newestStateTick = tick;
    best = new Sample(nowNanos, tick, Long.MAX_VALUE);
  }

  void sawState(long tick) {
    newestStateTick = Math.max(newestStateTick, tick);
  }

  void ponged(Pong pong, long nowNanos) {
    long tookNanos = Math.max(0, nowNanos - pong.sentNanos());
    roundTripNanos =
        roundTripNanos < 0 ? tookNanos : roundTripNanos + (tookNanos - roundTripNanos) / 8;
    Sample sample = new Sample(nowNanos - tookNanos / 2, pong.tick(), tookNanos / 2);
    if (differs(sample)) {
      count = 0;
    }
    samples[count++ % SAMPLES] = sample;
    best = sample;
    for (int i = 0; i < Math.min(count, SAMPLES); i++) {
      if (samples[i].errorNanos < best.errorNanos) {
        best = samples[i];
      }
    }
  }

  /// Whether no steady pace explains both this and the best one.
  private boolean differs(Sample sample) {
    if (count == 0) {
      return true;
    }
    long expected = at(best, sample.atNanos);
    long tolerated = 2 + (best.errorNanos + sample.errorNanos) / tickNanos;
    return Math.abs(expected - sample.tick) > tolerated;
  }

  private long at(Sample sample, long nanos) {
    return sample.tick + (nanos - sample.atNanos) / tickNanos;
  }

  /// Never behind a state that has come.
  long tickAt(long nowNanos) {
    return Math.max(newestStateTick, at(best, nowNanos));
  }

  /// Smoothed; negative before the first pong.
  long roundTripNanos() {
    return roundTripNanos;
  }
}

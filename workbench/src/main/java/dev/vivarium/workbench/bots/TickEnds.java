package dev.vivarium.workbench.bots;

import dev.vivarium.net.protocol.realtime.Pong;
import java.util.Arrays;
import java.util.OptionalLong;

/// When the server's ticks ended by our clock, where server and bots run on one machine and so have
/// the same clock. A pong says that its tick had ended by then; the earliest such word of the last
/// seconds is when ticks end. Where clocks differ it knows nothing.
final class TickEnds {
  /// Words are forgotten after this many seconds at most, since a world may fall behind its pace.
  private static final int SECONDS = 5;

  private static final long SECOND_NANOS = 1_000_000_000;

  /// Least of (answered - tick x length), by the second it was said in.
  private final long[] leastNanos = new long[SECONDS];

  private final long[] seconds = new long[SECONDS];
  private long tickNanos;
  private boolean isSameClock = true;

  TickEnds() {
    forget();
  }

  private void forget() {
    Arrays.fill(seconds, Long.MIN_VALUE);
  }

  void start(long worldTickNanos) {
    if (tickNanos != worldTickNanos) {
      tickNanos = worldTickNanos;
      forget();
    }
  }

  void ponged(Pong pong, long nowNanos) {
    long answered = pong.answeredNanos();
    isSameClock = answered - pong.sentNanos() >= 0 && nowNanos - answered >= 0;
    if (!isSameClock) {
      return;
    }
    long second = Math.floorDiv(answered, SECOND_NANOS);
    int slot = (int) Math.floorMod(second, (long) SECONDS);
    long offset = answered - pong.tick() * tickNanos;
    leastNanos[slot] = seconds[slot] == second ? Math.min(leastNanos[slot], offset) : offset;
    seconds[slot] = second;
  }

  /// How long ago a tick ended; empty where that is not known.
  OptionalLong sinceNanos(long tick, long nowNanos) {
    if (!isSameClock || tickNanos == 0) {
      return OptionalLong.empty();
    }
    long now = Math.floorDiv(nowNanos, SECOND_NANOS);
    long least = Long.MAX_VALUE;
    for (int slot = 0; slot < SECONDS; slot++) {
      if (seconds[slot] > now - SECONDS) {
        least = Math.min(least, leastNanos[slot]);
      }
    }
    return least == Long.MAX_VALUE
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(0, nowNanos - least - tick * tickNanos));
  }
}

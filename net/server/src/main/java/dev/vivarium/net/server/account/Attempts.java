package dev.vivarium.net.server.account;

import dev.vivarium.engine.tick.NanoClock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// How often something has failed for a key of late. After `max` failures within `window` the key
/// is locked until the window since its first failure is over. Remembers [#KEYS_MAX] keys; the one
/// that failed longest ago is forgotten first. Any thread.
public final class Attempts {
  /// Keys that are remembered.
  static final int KEYS_MAX = 10_000;

  private record Count(long firstNanos, int times) {}

  private final int max;
  private final long windowNanos;
  private final NanoClock clock;
  private final Map<String, Count> counts =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
          return size() > KEYS_MAX;
        }
      };

  public Attempts(int max, Duration window, NanoClock clock) {
    this.max = max;
    this.windowNanos = window.toNanos();
    this.clock = clock;
  }

  public synchronized boolean locked(String key) {
    Count count = counts.get(key);
    if (count == null) return false;
    if (clock.nanos() - count.firstNanos() >= windowNanos) {
      counts.remove(key);
      return false;
    }
    return count.times() >= max;
  }

  public synchronized void count(String key) {
    boolean stillCounts = locked(key) || counts.containsKey(key);
    Count old = stillCounts ? counts.remove(key) : null;
    counts.put(
        key,
        old == null
            ? new Count(clock.nanos(), 1)
            : new Count(old.firstNanos(), Math.min(old.times() + 1, max)));
  }

  public synchronized void forget(String key) {
    counts.remove(key);
  }
}

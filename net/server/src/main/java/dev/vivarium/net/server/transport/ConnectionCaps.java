package dev.vivarium.net.server.transport;

import dev.vivarium.engine.tick.NanoClock;
import java.util.HashMap;
import java.util.Map;

/// Counts open connections, in all and by address, and how fast an address makes new ones. Any
/// thread.
final class ConnectionCaps {
  /// Addresses whose rate is remembered; when full, those at rest are forgotten.
  static final int ADDRESSES_MAX = 10_000;

  private final TransportLimits limits;
  private final NanoClock clock;
  private final Map<String, Integer> open = new HashMap<>();
  private final Map<String, RateLimit> rates = new HashMap<>();
  private int all;

  ConnectionCaps(TransportLimits limits, NanoClock clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /// False where there are too many; else [#leave] must follow.
  synchronized boolean enter(String address) {
    if (!rate(address)) return false;
    int fromAddress = open.getOrDefault(address, 0);
    if (all >= limits.connectionsMax() || fromAddress >= limits.connectionsPerAddressMax()) {
      return false;
    }
    all++;
    open.put(address, fromAddress + 1);
    return true;
  }

  private boolean rate(String address) {
    if (rates.size() >= ADDRESSES_MAX) rates.values().removeIf(RateLimit::full);
    if (rates.size() >= ADDRESSES_MAX && !rates.containsKey(address)) return false;
    int perSecond = limits.handshakesPerSecond();
    return rates
        .computeIfAbsent(address, key -> new RateLimit(perSecond, 10.0 * perSecond, clock))
        .take(1);
  }

  synchronized void leave(String address) {
    all--;
    open.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
  }

  synchronized int open() {
    return all;
  }
}

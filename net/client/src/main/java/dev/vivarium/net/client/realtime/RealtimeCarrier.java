package dev.vivarium.net.client.realtime;

import java.net.URI;
import java.time.Duration;

/// Opens connections that carry binary messages. Thread-safe.
@FunctionalInterface
public interface RealtimeCarrier {

  /// Starts to connect; how it went is the connection's first arrival. Never waits.
  ///
  /// @param address `ws` or `wss`
  /// @param timeout from now until the connection is open, at most, by real time
  RealtimeConnection open(URI address, Duration timeout);
}

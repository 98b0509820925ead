package dev.vivarium.net.client.memory;

import dev.vivarium.net.client.realtime.RealtimeCarrier;
import dev.vivarium.net.client.realtime.RealtimeConnection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/// Connections without a network: each one that is opened waits here as a [MemoryConnection] for
/// who plays the server. Time-outs are the client's business. Thread-safe.
public final class MemoryCarrier implements RealtimeCarrier {
  private final Queue<MemoryConnection> opened = new ArrayDeque<>();

  @Override
  public synchronized RealtimeConnection open(URI address, Duration timeout) {
    MemoryConnection connection = new MemoryConnection(address);
    opened.add(connection);
    return connection;
  }

  /// The next connection that a client has opened and nobody has taken yet.
  public synchronized Optional<MemoryConnection> next() {
    return Optional.ofNullable(opened.poll());
  }
}

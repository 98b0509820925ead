package dev.vivarium.net.client.realtime;

import dev.vivarium.net.client.ClientClock;
import dev.vivarium.net.protocol.link.SimulatedLink;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A connection that takes its time. What has become due moves on whenever it is used, so a client
/// that ticks often enough notices no more than the delays. Both ways are bounded: who sends too
/// much is told so, and what has not been taken in yet stays with the connection below.
final class ConditionedConnection implements RealtimeConnection {
  private final RealtimeConnection near;
  private final ClientClock clock;
  private final Supplier<RealtimeConditions> conditions;

  // All below guarded by this.
  private final SimulatedLink<byte[]> up;
  private final SimulatedLink<Arrival> down;
  private int upBytes;

  /// Was due, and not taken by the connection below.
  private byte @Nullable [] stuck;

  private boolean isOpen;

  ConditionedConnection(
      RealtimeConnection near,
      long seed,
      ClientClock clock,
      Supplier<RealtimeConditions> conditions) {
    this.near = near;
    this.clock = clock;
    this.conditions = conditions;
    RealtimeConditions now = conditions.get();
    this.up = new SimulatedLink<>(seed, now.up());
    this.down = new SimulatedLink<>(~seed, now.down());
  }

  @Override
  public synchronized @Nullable Arrival poll() {
    long nowNanos = clock.nanos();
    moveOn(nowNanos);
    Arrival arrival = down.receive(nowNanos);
    switch (arrival) {
      case Opened _ -> isOpen = true;
      case Ended _ -> isOpen = false;
      case Message _ -> {}
      case null -> {}
    }
    return arrival;
  }

  @Override
  public synchronized boolean send(byte[] message) {
    if (!isOpen || upBytes + message.length > MAX_OUTGOING_BYTES) {
      return false;
    }
    long nowNanos = clock.nanos();
    upBytes += message.length;
    up.conditions(conditions.get().up());
    up.send(message, nowNanos);
    moveOn(nowNanos);
    return true;
  }

  @Override
  public synchronized void close() {
    if (isOpen) {
      sendUntil(Long.MAX_VALUE);
    }
    isOpen = false;
    near.close();
  }

  private void moveOn(long nowNanos) {
    sendUntil(nowNanos);
    down.conditions(conditions.get().down());
    while (down.inFlight() < MAX_WAITING_MESSAGES) {
      Arrival arrival = near.poll();
      if (arrival == null) {
        return;
      }
      down.send(arrival, nowNanos);
    }
  }

  private void sendUntil(long nanos) {
    byte[] next = stuck == null ? up.receive(nanos) : stuck;
    while (next != null && near.send(next)) {
      upBytes -= next.length;
      next = up.receive(nanos);
    }
    stuck = next;
  }
}

package dev.vivarium.net.client.realtime;

import dev.vivarium.net.client.ClientClock;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Connections through [RealtimeConditions], which can be changed at any time, to play as if from
/// far away. Conditions hold for what is sent from then on. Thread-safe.
public final class ConditionedCarrier implements RealtimeCarrier {
  private final RealtimeCarrier carrier;
  private final ClientClock clock;

  /// One for each connection, so that each repeats by itself.
  private final AtomicLong nextSeed;

  /// Set by whoever plays, read by the threads of the connections.
  private volatile RealtimeConditions conditions = RealtimeConditions.PERFECT;

  public ConditionedCarrier(RealtimeCarrier carrier, long seed, ClientClock clock) {
    this.carrier = carrier;
    this.clock = clock;
    this.nextSeed = new AtomicLong(seed);
  }

  public RealtimeConditions conditions() {
    return conditions;
  }

  public void conditions(RealtimeConditions changed) {
    conditions = changed;
  }

  @Override
  public RealtimeConnection open(URI address, Duration timeout) {
    RealtimeConnection near = carrier.open(address, timeout);
    return new ConditionedConnection(near, nextSeed.getAndIncrement(), clock, this::conditions);
  }
}

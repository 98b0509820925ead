package dev.vivarium.net.server;

import dev.vivarium.engine.tick.NanoClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/// Time that passes when told to.
public final class ManualTime implements NanoClock, InstantSource {
  private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
  private final AtomicLong nanos = new AtomicLong();

  public void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Override
  public long nanos() {
    return nanos.get();
  }

  @Override
  public Instant instant() {
    return START.plusNanos(nanos.get());
  }
}

package dev.vivarium.net.server;

import dev.vivarium.engine.world.CommandResult;
import dev.vivarium.net.server.room.RoomOptions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The hall, ticking on a thread of its own.
final class RunningHall implements AutoCloseable {
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final TestHall hall;
  private final Thread ticking;
  private volatile boolean over;

  RunningHall(VivariumServer server, RoomOptions options) {
    hall = new TestHall(options);
    server.host(hall.room());
    ticking = Thread.ofPlatform().name("hall").start(this::run);
  }

  private void run() {
    long next = System.nanoTime();
    while (!over) {
      hall.world().tick(1);
      next = Math.max(next + TICK_NANOS, System.nanoTime() - TICK_NANOS);
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }

  /// Before anybody has joined.
  long spawnOwnedBy(int client) {
    var spawned = hall.world().world().submit(TestHall.spawn(client)).join();
    return ((CommandResult.Done) spawned).entity();
  }

  @Override
  public void close() {
    over = true;
    try {
      ticking.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    hall.close();
  }
}

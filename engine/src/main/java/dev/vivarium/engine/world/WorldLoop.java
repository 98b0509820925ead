package dev.vivarium.engine.world;

import dev.vivarium.engine.tick.NanoClock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Ticks a world on a thread of its own, at its rate times the speed, or as fast as it can. Its
/// methods may be called from any thread.
public final class WorldLoop implements AutoCloseable {
  /// Ticks that a loop which fell behind makes up for at once; beyond that, time is dropped.
  private static final int CATCH_UP_MAX = 4;

  /// However slow the world is.
  private static final double PERIOD_MAX_NANOS = TimeUnit.HOURS.toNanos(1);

  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final World world;
  private final NanoClock clock;
  private final AfterTick afterTick;
  private final Thread thread;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  // Written by the loop, read by callers.
  private volatile long periodNanos;

  // Written by callers, read by the loop.
  private volatile boolean paused;
  private volatile boolean flatOut;
  private volatile double speed = 1;
  private volatile boolean closing;
  private volatile long lastTick = Long.MAX_VALUE;
  private final java.util.concurrent.atomic.AtomicInteger steps =
      new java.util.concurrent.atomic.AtomicInteger();

  /// Called on the loop's thread after each tick.
  @FunctionalInterface
  public interface AfterTick {
    void ticked(World world, long tickNanos);
  }

  public WorldLoop(World world, AfterTick afterTick) {
    this.world = world;
    this.clock = world.options().clock();
    this.afterTick = afterTick;
    this.thread = Thread.ofPlatform().name("world").unstarted(this::run);
    world.whenAsked(this::wake);
  }

  public void start() {
    thread.start();
  }

  /// Completes when the loop has ended, exceptionally if the world could not go on.
  public CompletableFuture<Void> ended() {
    return ended;
  }

  public boolean isPaused() {
    return paused;
  }

  public void pause() {
    paused = true;
  }

  public void resume() {
    paused = false;
    LockSupport.unpark(thread);
  }

  /// Makes one tick while paused.
  public void step() {
    steps.incrementAndGet();
    LockSupport.unpark(thread);
  }

  /// Makes a world that is paused, or waits long for its next tick, answer at once what it was
  /// asked. Others answer after the tick that is due soon: each time the thread wakes costs it more
  /// than an answer does.
  private void wake() {
    if (paused || periodNanos > SOON_NANOS) {
      LockSupport.unpark(thread);
    }
  }

  /// World seconds a real second; 1 is real time.
  public void setSpeed(double factor) {
    if (!(factor > 0 && factor <= 100)) {
      throw new IllegalArgumentException("the speed must be above 0 and at most 100");
    }
    speed = factor;
    LockSupport.unpark(thread);
  }

  public double speed() {
    return speed;
  }

  /// Ticks without waiting.
  public void setFlatOut(boolean on) {
    flatOut = on;
  }

  /// Ends the loop once the world's clock stands at this tick.
  public void stopAt(long tick) {
    lastTick = tick;
  }

  private void run() {
    try {
      loop();
      ended.complete(null);
    } catch (Throwable e) {
      ended.completeExceptionally(e);
    }
  }

  private void loop() {
    long due = clock.nanos();
    while (!closing && world.tick() < lastTick) {
      boolean stepping = paused && steps.get() > 0;
      if (paused && !stepping) {
        world.idle();
        LockSupport.parkNanos(this, IDLE_NANOS);
        due = clock.nanos();
        continue;
      }
      if (stepping) {
        steps.decrementAndGet();
      } else if (!flatOut) {
        due = await(due);
      }
      long start = clock.nanos();
      world.tickOnce();
      afterTick.ticked(world, clock.nanos() - start);
    }
  }

  /// Waits until the next tick is due.
  ///
  /// @return when the one after it is
  private long await(long due) {
    long until = due;
    periodNanos = period();
    while (until - clock.nanos() > 0 && !closing && !paused) {
      world.idle();
      until = Math.min(until, clock.nanos() + periodNanos);
      LockSupport.parkNanos(this, until - clock.nanos());
      // The pace may be another by now: what was due at the old one can be very far away. Whoever
      // asks goes by it, so it is written before the world answers.
      periodNanos = period();
    }
    return Math.max(until, clock.nanos() - CATCH_UP_MAX * periodNanos) + periodNanos;
  }

  private long period() {
    return (long) Math.min(PERIOD_MAX_NANOS, 1e9 / (world.time().rateHz() * speed));
  }

  /// Ends the loop after the tick under way and waits for it.
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
    try {
      if (!thread.equals(Thread.currentThread()) && thread.isAlive()) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.vivarium.engine.plugin;

import dev.vivarium.engine.tick.NanoClock;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Interrupts a thread that stays in one plugin call for longer than its hard limit. The limit is
/// one of CPU time, so that a busy machine costs no innocent plugin its life; a call that is off
/// the processor for very long is ended too.
///
/// The guarded thread arms and disarms; a daemon thread looks every few milliseconds. Disarming is
/// a compare-and-set against firing, and clears a flag that fired at the last moment: a left-over
/// interrupt would kill the next, innocent dispatch and close file channels.
public final class Watchdog implements AutoCloseable {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /// While nothing is called: a thread that wakes often takes time from the one it guards.
  private static final long IDLE_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /// Real time that a call may take, in limits.
  private static final int WALL_FACTOR = 8;

  private static final long IDLE = 0;
  private static final long FIRED = -1;

  /// [#IDLE], [#FIRED], or the running number of the armed call.
  private final AtomicLong state = new AtomicLong(IDLE);

  private final NanoClock clock;
  private final Thread looker;
  private volatile boolean closed;
  private boolean standsDown;
  // Written by the guarded thread before it arms, read by the looker after it saw the arming.
  private Thread guarded;
  private long limitNanos;
  private long calls;

  public Watchdog(String name, NanoClock clock) {
    this.clock = clock;
    guarded = Thread.currentThread();
    looker = Thread.ofPlatform().daemon().name("watchdog " + name).start(this::look);
  }

  /// The time that it goes by.
  long nanos() {
    return clock.nanos();
  }

  /// From now on no call is too long.
  void standDown() {
    standsDown = true;
  }

  /// Starts the time of one call on this thread.
  void arm(long limit) {
    guarded = Thread.currentThread();
    limitNanos = standsDown ? Long.MAX_VALUE : limit;
    state.set(++calls);
  }

  /// Ends it.
  ///
  /// @return whether the limit was reached; the thread's interrupt flag is clear in either case
  boolean disarm() {
    boolean fired = !state.compareAndSet(calls, IDLE);
    if (fired) {
      while (state.get() != IDLE) {
        Thread.onSpinWait();
      }
      Thread.interrupted();
    }
    return fired;
  }

  private void look() {
    long seen = IDLE;
    long seenSince = 0;
    long cpuThen = 0;
    while (!closed) {
      LockSupport.parkNanos(this, seen == IDLE ? IDLE_LOOK_NANOS : LOOK_NANOS);
      long now = clock.nanos();
      long current = state.get();
      if (current == IDLE || current != seen) {
        seen = current;
        seenSince = now;
        cpuThen = current == IDLE ? 0 : cpuNanos();
      } else if (isOver(now - seenSince, cpuThen) && state.compareAndSet(current, FIRED)) {
        guarded.interrupt();
        state.set(IDLE);
        seen = IDLE;
      }
    }
  }

  private boolean isOver(long wallNanos, long cpuThen) {
    return wallNanos >= limitNanos
        && (wallNanos >= WALL_FACTOR * limitNanos || cpuNanos() - cpuThen >= limitNanos);
  }

  private long cpuNanos() {
    return THREADS.getThreadCpuTime(guarded.threadId());
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(looker);
  }
}

package dev.vivarium.net.client;

/// When to ping and when to give up. Belongs to the thread that ticks.
final class Heartbeat {
  private final SocketTimes times;
  private boolean isRunning;
  private boolean isAwaitingPong;
  private long nextPingNanos;
  private long pongDeadlineNanos;

  Heartbeat(SocketTimes times) {
    this.times = times;
  }

  /// The first ping is due at once.
  void start(long nowNanos) {
    isRunning = true;
    isAwaitingPong = false;
    nextPingNanos = nowNanos;
  }

  void stop() {
    isRunning = false;
  }

  boolean isPingDue(long nowNanos) {
    return isRunning && nowNanos - nextPingNanos >= 0;
  }

  boolean isLost(long nowNanos) {
    return isRunning && isAwaitingPong && nowNanos - pongDeadlineNanos >= 0;
  }

  void pinged(long nowNanos) {
    nextPingNanos = nowNanos + times.heartbeat().toNanos();
    if (!isAwaitingPong) {
      isAwaitingPong = true;
      pongDeadlineNanos = nowNanos + times.pong().toNanos();
    }
  }

  void ponged() {
    isAwaitingPong = false;
  }
}

package dev.vivarium.workbench.session;

import java.util.Comparator;
import java.util.PriorityQueue;

/// Time that passes only when a test says so. Any thread may wait for it.
public final class VirtualClock {
  private record Due(long atMs, long order, Runnable task) {}

  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparingLong(Due::atMs).thenComparingLong(Due::order));
  private long nowMs;
  private long order;

  public synchronized void after(long delayMs, Runnable task) {
    due.add(new Due(nowMs + delayMs, order++, task));
  }

  /// Lets time pass and runs what falls due, in order.
  public synchronized void advance(long millis) {
    var end = nowMs + millis;
    for (var next = due.peek(); next != null && next.atMs() <= end; next = due.peek()) {
      due.remove();
      nowMs = next.atMs();
      next.task().run();
    }
    nowMs = end;
  }
}

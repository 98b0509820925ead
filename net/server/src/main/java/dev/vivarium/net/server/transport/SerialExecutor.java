package dev.vivarium.net.server.transport;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Runs tasks one after the other, in order, on another executor's threads. Any thread.
final class SerialExecutor implements Executor {
  private final Executor threads;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean running;

  SerialExecutor(Executor threads) {
    this.threads = threads;
  }

  @Override
  public void execute(Runnable task) {
    synchronized (waiting) {
      waiting.add(task);
      if (running) return;
      running = true;
    }
    threads.execute(this::runAll);
  }

  private void runAll() {
    for (Runnable task = next(); task != null; task = next()) task.run();
  }

  private @Nullable Runnable next() {
    synchronized (waiting) {
      Runnable task = waiting.poll();
      if (task == null) running = false;
      return task;
    }
  }
}

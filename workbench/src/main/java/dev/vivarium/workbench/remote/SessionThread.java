package dev.vivarium.workbench.remote;

import dev.vivarium.net.client.ClientClock;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread on which a far world's session does everything, with its time.
public interface SessionThread extends AutoCloseable {
  /// Does it after what was given before.
  void execute(Runnable task);

  void after(long millis, Runnable task);

  /// Milliseconds from some fixed point.
  long nowMs();

  /// Forgets what is still to be done.
  @Override
  void close();

  /// A thread of its own.
  static SessionThread start() {
    Logger log = LoggerFactory.getLogger(SessionThread.class);
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("far world").factory());
    return new SessionThread() {
      @Override
      public void execute(Runnable task) {
        after(0, task);
      }

      @Override
      public void after(long millis, Runnable task) {
        try {
          var _ = thread.schedule(() -> guarded(task), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
          log.debug("the session is closed", e);
        }
      }

      private void guarded(Runnable task) {
        try {
          task.run();
        } catch (RuntimeException e) {
          log.error("a far world's session failed at something", e);
        }
      }

      @Override
      public long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(ClientClock.SYSTEM.nanos());
      }

      @Override
      public void close() {
        thread.shutdownNow();
      }
    };
  }
}

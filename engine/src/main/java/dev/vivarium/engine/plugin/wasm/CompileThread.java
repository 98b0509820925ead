package dev.vivarium.engine.plugin.wasm;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Parses and compiles on a thread of its own, for a limited time. The runtime's compiler looks at
/// no interrupt, so that work which takes too long is left behind at the lowest priority; only so
/// much of it may be left behind at once.
final class CompileThread {
  /// Compiles that were given up on and have not ended yet, in this process.
  private static final int LEFT_BEHIND_MAX = 2;

  private static final Semaphore LEFT_BEHIND = new Semaphore(LEFT_BEHIND_MAX);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long LOOK_MS = 10;

  /// Real time that a compile may take, in limits of CPU time: a busy machine costs no module its
  /// life.
  private static final int WALL_FACTOR = 8;

  private CompileThread() {}

  /// Does the work for at most so much CPU time, and returns its result.
  ///
  /// @throws InvalidModuleException if it takes longer, or as the work throws it
  static <T> T call(Callable<T> work, long limitNanos) throws InvalidModuleException {
    if (!LEFT_BEHIND.tryAcquire()) {
      throw new InvalidModuleException(
          "%d modules that took too long are still being compiled; wait until they are done"
              .formatted(LEFT_BEHIND_MAX));
    }
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("compiler")
            .start(() -> {
              try {
                task.run();
              } finally {
                LEFT_BEHIND.release();
              }
            });
    try {
      return await(task, thread, limitNanos);
    } catch (InterruptedException e) {
      thread.setPriority(Thread.MIN_PRIORITY);
      Thread.currentThread().interrupt();
      throw new InvalidModuleException("nobody waited for it to be compiled", e);
    }
  }

  private static <T> T await(FutureTask<T> task, Thread thread, long limitNanos)
      throws InvalidModuleException, InterruptedException {
    long looks = WALL_FACTOR * limitNanos / TimeUnit.MILLISECONDS.toNanos(LOOK_MS);
    for (long look = 0; look <= looks; look++) {
      try {
        return task.get(LOOK_MS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (THREADS.getThreadCpuTime(thread.threadId()) > limitNanos) {
          break;
        }
      } catch (ExecutionException e) {
        throw invalid(e.getCause());
      }
    }
    thread.setPriority(Thread.MIN_PRIORITY);
    throw new InvalidModuleException(
        "compiling it took over %.1f s of CPU time, the most allowed; make it smaller: split large functions, leave out code that is not used"
            .formatted(limitNanos / 1e9));
  }

  /// Hostile bytes make the parser and the compiler throw all sorts of things.
  private static InvalidModuleException invalid(Throwable thrown) {
    return thrown instanceof InvalidModuleException already
        ? already
        : new InvalidModuleException("not a valid module: " + thrown.getMessage(), thrown);
  }
}

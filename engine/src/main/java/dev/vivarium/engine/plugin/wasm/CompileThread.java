package dev.vivarium.engine.plugin.wasm;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// Parses and compiles on a thread of its own, for a limited time. The runtime's compiler looks at
/// no interrupt, and we can do so only between its classes; until then, work that took too long is
/// left behind, and only so much of it may be at once.
final class CompileThread<T> {
  /// Compiles that were given up on and have not ended yet, in this process.
  private static final int LEFT_BEHIND_MAX = 2;

  private static final AtomicInteger LEFT_BEHIND = new AtomicInteger();
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long LOOK_MS = 10;

  /// Real time that a compile may take, in limits of CPU time: a busy machine costs no module its
  /// life.
  private static final int WALL_FACTOR = 8;

  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.RUNNING);
  private final FutureTask<T> task;
  private final Thread thread;

  private enum Stage {
    RUNNING,
    GIVEN_UP,
    ENDED
  }

  private CompileThread(Callable<T> work) {
    task = new FutureTask<>(work);
    thread = Thread.ofPlatform().daemon().name("compiler").unstarted(this::run);
  }

  /// Does the work for at most so much CPU time, and returns its result.
  ///
  /// @throws InvalidModuleException if it takes longer, or as the work throws it
  static <T> T call(Callable<T> work, long limitNanos) throws InvalidModuleException {
    if (LEFT_BEHIND.get() >= LEFT_BEHIND_MAX) {
      throw new InvalidModuleException(
          "%d modules that took too long are still being compiled; try again when they are done"
              .formatted(LEFT_BEHIND_MAX));
    }
    CompileThread<T> compile = new CompileThread<>(work);
    compile.thread.start();
    try {
      return compile.await(limitNanos);
    } catch (InterruptedException e) {
      compile.giveUp();
      Thread.currentThread().interrupt();
      throw new InvalidModuleException("nobody waited for it to be compiled", e);
    }
  }

  /// To be called by the work now and then.
  static void endIfGivenUp() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("given up");
    }
  }

  private void run() {
    task.run();
    if (stage.getAndSet(Stage.ENDED) == Stage.GIVEN_UP) {
      LEFT_BEHIND.decrementAndGet();
    }
  }

  private T await(long limitNanos) throws InvalidModuleException, InterruptedException {
    long looks = WALL_FACTOR * limitNanos / TimeUnit.MILLISECONDS.toNanos(LOOK_MS);
    for (long look = 0; look <= looks; look++) {
      try {
        return task.get(LOOK_MS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (THREADS.getThreadCpuTime(thread.threadId()) > limitNanos) {
          break;
        }
      } catch (ExecutionException e) {
        throw invalid(Objects.requireNonNull(e.getCause()));
      }
    }
    giveUp();
    throw new InvalidModuleException(
        "compiling it took over %.1f s of CPU time, the most allowed; make it smaller: split large functions, leave out code that is not used"
            .formatted(limitNanos / 1e9));
  }

  private void giveUp() {
    LEFT_BEHIND.incrementAndGet();
    if (!stage.compareAndSet(Stage.RUNNING, Stage.GIVEN_UP)) {
      LEFT_BEHIND.decrementAndGet();
    }
    thread.interrupt();
  }

  /// Hostile bytes make the parser and the compiler throw all sorts of things.
  private static InvalidModuleException invalid(Throwable thrown) {
    return thrown instanceof InvalidModuleException already
        ? already
        : new InvalidModuleException("not a valid module: " + thrown.getMessage(), thrown);
  }
}

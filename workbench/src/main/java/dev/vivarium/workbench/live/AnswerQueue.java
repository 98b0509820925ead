package dev.vivarium.workbench.live;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Brings answers from the tick thread to the reading thread. The tick thread only puts them down:
/// to wake another thread costs it several times what an answer does. The reading thread looks for
/// them, as long as some are still due. May be used from any thread.
final class AnswerQueue {
  private static final long LOOK_MILLIS = 2;

  private final ScheduledExecutorService reader;
  private final Queue<Runnable> arrived = new ConcurrentLinkedQueue<>();
  private final AtomicInteger due = new AtomicInteger();

  AnswerQueue(ScheduledExecutorService reader) {
    this.reader = reader;
  }

  /// The same answer or failure, given on the reading thread; where that has ended already, on the
  /// thread that answers.
  <T> CompletableFuture<T> await(CompletableFuture<T> answer) {
    CompletableFuture<T> given = new CompletableFuture<>();
    if (due.getAndIncrement() == 0) {
      lookSoon();
    }
    var _ =
        answer.whenComplete((value, problem) -> {
          arrived.add(() -> give(given, value, problem));
          if (reader.isShutdown()) {
            look();
          }
        });
    return given;
  }

  private static <T> void give(
      CompletableFuture<T> given, @Nullable T value, @Nullable Throwable problem) {
    if (problem == null) {
      given.complete(value);
    } else {
      given.completeExceptionally(problem);
    }
  }

  private void lookSoon() {
    try {
      var _ = reader.schedule(this::lookOn, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      look();
    }
  }

  private void lookOn() {
    if (look() > 0) {
      lookSoon();
    }
  }

  /// @return answers still due
  private int look() {
    int given = 0;
    for (Runnable answer = arrived.poll(); answer != null; answer = arrived.poll()) {
      answer.run();
      given++;
    }
    return due.addAndGet(-given);
  }
}

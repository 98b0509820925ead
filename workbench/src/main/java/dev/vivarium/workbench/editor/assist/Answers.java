package dev.vivarium.workbench.editor.assist;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Brings answers to the window's thread, and only the one to the newest question. Belongs to that
/// thread.
final class Answers<T> {
  private final Executor window;
  private final Consumer<T> answered;
  private final Consumer<String> failed;
  private final Runnable cancelled;
  private long question;

  /// `failed` gets a message for people.
  Answers(Executor window, Consumer<T> answered, Consumer<String> failed) {
    this(window, answered, failed, () -> {});
  }

  /// `cancelled` is called where whoever was asked dropped the newest question.
  Answers(Executor window, Consumer<T> answered, Consumer<String> failed, Runnable cancelled) {
    this.window = window;
    this.answered = answered;
    this.failed = failed;
    this.cancelled = cancelled;
  }

  /// Waits for an answer; one that still comes to an earlier question is dropped.
  void await(CompletableFuture<T> answer) {
    var asked = ++question;
    var _ =
        answer.whenCompleteAsync(
            (value, problem) -> {
              if (asked == question) {
                finish(value, problem);
              }
            },
            window);
  }

  /// Drops what may still come.
  void drop() {
    question++;
  }

  private void finish(@Nullable T value, @Nullable Throwable problem) {
    var cause = problem instanceof CompletionException ? problem.getCause() : problem;
    if (value != null) {
      answered.accept(value);
    } else if (cause instanceof CancellationException) {
      cancelled.run();
    } else if (cause != null) {
      failed.accept(cause.getMessage() == null ? cause.toString() : cause.getMessage());
    }
  }
}

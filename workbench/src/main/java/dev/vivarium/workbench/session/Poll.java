package dev.vivarium.workbench.session;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Asks a session the same question again and again without ever having two of it on the way, so
/// that a slow link is asked less often instead of piling up. Belongs to the window's thread.
public final class Poll<T> {
  private final Supplier<CompletableFuture<T>> ask;
  private final Executor window;
  private final Consumer<T> answered;
  private final Consumer<String> failed;
  private boolean waiting;
  private boolean again;

  /// `answered` and `failed` run through `window`; `failed` gets a message to show.
  public Poll(
      Supplier<CompletableFuture<T>> ask,
      Executor window,
      Consumer<T> answered,
      Consumer<String> failed) {
    this.ask = ask;
    this.window = window;
    this.answered = answered;
    this.failed = failed;
  }

  /// Asks unless an answer is still awaited.
  public void ask() {
    if (!waiting) {
      waiting = true;
      var _ = ask.get().whenCompleteAsync(this::finished, window);
    }
  }

  /// Asks now, or once more when the answer that is awaited has come: for when the question has
  /// changed.
  public void askAnew() {
    again = waiting;
    ask();
  }

  private void finished(@Nullable T answer, @Nullable Throwable problem) {
    waiting = false;
    if (again) {
      again = false;
      ask();
    } else if (problem == null && answer != null) {
      answered.accept(answer);
    } else if (problem != null) {
      failed.accept(reason(problem));
    }
  }

  private static String reason(Throwable problem) {
    var cause = problem instanceof CompletionException ? problem.getCause() : problem;
    var text = cause == null ? null : cause.getMessage();
    return text == null ? problem.toString() : text;
  }
}

package dev.vivarium.workbench.script;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waits for answers on the thread of a script, which may be stopped meanwhile.
final class Answers {
  private static final int PATIENCE_S = 60;

  private Answers() {}

  /// @throws ScriptFailure where the answer is a failure, does not come, or the script is stopped
  static <T> T await(CompletableFuture<T> answer) {
    return await(answer, PATIENCE_S, TimeUnit.SECONDS);
  }

  static <T> T await(CompletableFuture<T> answer, long patience, TimeUnit unit) {
    try {
      return answer.get(patience, unit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ScriptFailure("The script was stopped.");
    } catch (TimeoutException e) {
      throw new ScriptFailure(
          "No answer came within %d %s."
              .formatted(patience, unit.name().toLowerCase(java.util.Locale.ROOT)));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String text = cause.getMessage();
      throw new ScriptFailure(text == null ? cause.toString() : text);
    }
  }
}

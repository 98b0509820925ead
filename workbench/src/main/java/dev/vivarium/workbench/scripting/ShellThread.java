package dev.vivarium.workbench.scripting;

import dev.vivarium.workbench.script.ScriptError;
import dev.vivarium.workbench.script.ScriptOutcome;
import dev.vivarium.workbench.script.ScriptShell;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A shell on a thread of its own, made anew when one had to be left behind. Its methods belong to
/// the window's thread and never wait; futures complete on the shell's.
final class ShellThread implements AutoCloseable {
  /// Time that a script has to end after Stop.
  static final long STOP_MS = 2_000;

  private static final long ASK_MS = 50;

  static final String LEFT_BEHIND =
      "The script does not answer Stop. It was left behind on its own thread, where it may run on;"
          + " the console begins anew, without its variables.";

  private static final ScriptOutcome NOTHING = new ScriptOutcome("", "", Optional.empty());

  private final Supplier<ScriptShell> make;
  private final Executor afterPatience;
  private Worker worker = new Worker();
  private CompletableFuture<ScriptOutcome> running = CompletableFuture.completedFuture(NOTHING);

  private final class Worker {
    private final ExecutorService thread =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("script").factory());
    private volatile @Nullable ScriptShell shell;

    ScriptShell shell() {
      var made = shell;
      if (made == null) {
        made = make.get();
        shell = made;
      }
      return made;
    }

    void close() {
      var made = shell;
      if (made != null) {
        Thread.ofVirtual()
            .start(() -> {
              made.stop();
              made.close();
            });
      }
      thread.shutdownNow();
    }
  }

  /// @param make runs on the shell's thread
  /// @param afterPatience runs what it is given once a script has had its time to end
  ShellThread(Supplier<ScriptShell> make, Executor afterPatience) {
    this.make = make;
    this.afterPatience = afterPatience;
  }

  boolean isRunning() {
    return !running.isDone();
  }

  /// Runs a text; `file` is what errors call it.
  CompletableFuture<ScriptOutcome> run(String text, String file) {
    var own = worker;
    var outcome = new CompletableFuture<ScriptOutcome>();
    running = outcome;
    own.thread.execute(() -> {
      try {
        outcome.complete(own.shell().run(text, file));
      } catch (RuntimeException e) {
        outcome.complete(failed(String.valueOf(e.getMessage())));
      }
    });
    return outcome;
  }

  private static ScriptOutcome failed(String text) {
    return new ScriptOutcome(
        "", "", Optional.of(new ScriptError(text, "", 0, 0, 0, false, List.of())));
  }

  /// Ends what runs, or leaves its thread behind where it does not end in time.
  void stop() {
    var own = worker;
    var outcome = running;
    Thread.ofVirtual().name("script stops").start(() -> ask(own, outcome));
    afterPatience.execute(() -> outcome.complete(failed(LEFT_BEHIND)));
  }

  /// Asks again and again: a script that is just about to begin does not hear the first time. The
  /// shell itself waits for what it has asked to end, maybe for ever.
  private static void ask(Worker worker, CompletableFuture<ScriptOutcome> outcome) {
    try {
      while (!outcome.isDone()) {
        var shell = worker.shell;
        if (shell != null) {
          shell.stop();
        }
        Thread.sleep(ASK_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Begins anew: variables are gone.
  void renew() {
    worker.close();
    worker = new Worker();
    running = CompletableFuture.completedFuture(NOTHING);
  }

  CompletableFuture<List<ScriptShell.Suggestion>> complete(String text, int caret) {
    var own = worker;
    return CompletableFuture.supplyAsync(() -> own.shell().complete(text, caret), own.thread);
  }

  CompletableFuture<List<String>> documentation(String text, int caret) {
    var own = worker;
    return CompletableFuture.supplyAsync(() -> own.shell().documentation(text, caret), own.thread);
  }

  CompletableFuture<Boolean> isWhole(String text) {
    var own = worker;
    return CompletableFuture.supplyAsync(() -> own.shell().isWhole(text), own.thread);
  }

  @Override
  public void close() {
    worker.close();
  }
}

package dev.vivarium.workbench.scripting;

import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.WorldCommand;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/// Takes what scripts do to the world to the window's history of it: however much that is, the
/// window is told once for all that came since it last looked. May be used by any thread.
final class ScriptSteps {
  /// Steps that wait; the history holds no more.
  private static final int WAITING_MAX = 1_000;

  private record Step(WorldCommand command, CommandResult.Done done) {
    boolean goesOnWith(CommandResult.Done later) {
      return done.edit().isPresent()
          && later.edit().isPresent()
          && done.edit().get().id() == later.edit().get().id();
    }
  }

  private final Executor window;
  private final BiConsumer<WorldCommand, CommandResult.Done> history;

  /// Guarded by itself.
  private final Deque<Step> waiting = new ArrayDeque<>();

  ScriptSteps(Executor window, BiConsumer<WorldCommand, CommandResult.Done> history) {
    this.window = window;
    this.history = history;
  }

  /// An act was done.
  void done(WorldCommand command, CommandResult.Done done) {
    boolean first;
    synchronized (waiting) {
      first = waiting.isEmpty();
      if (!first && waiting.getLast().goesOnWith(done)) {
        waiting.removeLast();
      }
      waiting.add(new Step(command, done));
      if (waiting.size() > WAITING_MAX) {
        waiting.removeFirst();
      }
    }
    if (first) {
      window.execute(this::tell);
    }
  }

  private void tell() {
    List<Step> now;
    synchronized (waiting) {
      now = List.copyOf(waiting);
      waiting.clear();
    }
    now.forEach(step -> history.accept(step.command(), step.done()));
  }
}

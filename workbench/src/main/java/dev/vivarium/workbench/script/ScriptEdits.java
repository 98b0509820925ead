package dev.vivarium.workbench.script;

import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldCommand.EntityEdit;
import dev.vivarium.workbench.session.WorldSession;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/// The acts of a script on their way to the world: what one line changes becomes one step of the
/// world's history. May be used by any thread.
final class ScriptEdits {
  /// Whether this thread's acts belong to no line, such as those of a listener.
  private static final ThreadLocal<Boolean> APART = ThreadLocal.withInitial(() -> false);

  private final WorldSession session;
  private final BiConsumer<WorldCommand, CommandResult.Done> told;

  /// Written by the thread that runs a script, read by those that the script starts.
  private volatile ScriptStep line = new ScriptStep();

  private volatile ScriptStep run = new ScriptStep();

  ScriptEdits(WorldSession session, BiConsumer<WorldCommand, CommandResult.Done> told) {
    this.session = session;
    this.told = told;
  }

  /// What is done from now on counts as the next run's.
  void beginRun() {
    run = new ScriptStep();
  }

  /// What is done from now on is a further step.
  void beginLine() {
    line = new ScriptStep();
  }

  /// What the line has done so far.
  ScriptStep line() {
    return line;
  }

  /// What the run has done so far, in one line; empty for nothing.
  String told() {
    return run.told();
  }

  /// Does what a listener does, whose acts are steps of their own.
  static void apart(Runnable act) {
    APART.set(true);
    try {
      act.run();
    } finally {
      APART.set(false);
    }
  }

  CompletableFuture<CommandResult> submit(WorldCommand command) {
    return switch (command) {
      case EntityEdit edit -> submit(List.of(edit));
      case WorldCommand.Edit edit when edit.title().isBlank() && edit.gesture() == 0 ->
          submit(edit.edits());
      default -> send(command);
    };
  }

  /// Does all of them or none.
  CompletableFuture<CommandResult> submit(List<? extends EntityEdit> edits) {
    if (edits.isEmpty()) {
      return CompletableFuture.failedFuture(new ScriptFailure("There is nothing to change."));
    }
    var own = APART.get() ? new ScriptStep() : line;
    var all = APART.get() ? new ScriptStep() : run;
    var title = own.begin(edits);
    var _ = all.begin(edits);
    return send(new WorldCommand.Edit(title, List.copyOf(edits), own.gesture()))
        .whenComplete((result, problem) -> {
          if (result instanceof CommandResult.Done done) {
            done.edit().ifPresent(step -> own.done(edits, step.id()));
          } else {
            own.refused(edits);
            all.refused(edits);
          }
        });
  }

  private CompletableFuture<CommandResult> send(WorldCommand command) {
    return session
        .submit(command)
        .whenComplete((result, problem) -> {
          if (result instanceof CommandResult.Done done) {
            told.accept(command, done);
          }
        });
  }
}

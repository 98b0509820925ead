package dev.vivarium.workbench.world;

import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldEdit;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The steps that were done to the world from this window, and the way back and forth through them.
/// Belongs to the window's thread.
public final class WorldHistory {
  private static final int STEPS_MAX = 1_000;
  private static final int WAITING_MAX = 100;

  private final Function<WorldCommand, CompletableFuture<CommandResult>> submit;
  private final ObservableList<WorldEdit> steps = FXCollections.observableArrayList();
  private final ReadOnlyIntegerWrapper position = new ReadOnlyIntegerWrapper();
  private final Queue<Boolean> waiting = new ArrayDeque<>();
  private boolean busy;

  /// `submit` sends a command, shows a refusal and answers on the window's thread.
  WorldHistory(Function<WorldCommand, CompletableFuture<CommandResult>> submit) {
    this.submit = submit;
  }

  /// All steps, the oldest first; those from [#positionProperty] on were taken back.
  public ObservableList<WorldEdit> steps() {
    return FXCollections.unmodifiableObservableList(steps);
  }

  /// How many steps are in effect.
  public ReadOnlyIntegerProperty positionProperty() {
    return position.getReadOnlyProperty();
  }

  public boolean canUndo() {
    return position.get() > 0;
  }

  public boolean canRedo() {
    return position.get() < steps.size();
  }

  /// The step that undo would take back.
  public Optional<WorldEdit> last() {
    return canUndo() ? Optional.of(steps.get(position.get() - 1)) : Optional.empty();
  }

  /// A step was done; what had been taken back is gone.
  void done(WorldEdit edit) {
    if (last().filter(e -> e.id() == edit.id()).isPresent()) {
      return;
    }
    steps.remove(position.get(), steps.size());
    steps.add(edit);
    if (steps.size() > STEPS_MAX) {
      steps.removeFirst();
    }
    position.set(steps.size());
  }

  /// The world began anew.
  void clear() {
    waiting.clear();
    steps.clear();
    position.set(0);
  }

  public void undo() {
    ask(true);
  }

  public void redo() {
    ask(false);
  }

  /// Goes back or forth until so many steps are in effect.
  public void goTo(int count) {
    int from = position.get();
    for (int i = from; i > count; i--) {
      undo();
    }
    for (int i = from; i < count; i++) {
      redo();
    }
  }

  private void ask(boolean back) {
    if (waiting.size() < WAITING_MAX || waiting.size() < steps.size()) {
      waiting.add(back);
    }
    next();
  }

  private void next() {
    if (busy || waiting.isEmpty()) {
      return;
    }
    boolean back = waiting.remove();
    if (back ? canUndo() : canRedo()) {
      busy = true;
      int place = back ? position.get() - 1 : position.get();
      var _ =
          submit
              .apply(new WorldCommand.Revert(steps.get(place).id()))
              .thenAccept(result -> answered(result, place, back));
    } else {
      next();
    }
  }

  private void answered(CommandResult result, int place, boolean back) {
    busy = false;
    if (result instanceof CommandResult.Done done
        && done.edit().isPresent()
        && place < steps.size()) {
      steps.set(place, done.edit().get());
      position.set(back ? place : place + 1);
    } else {
      waiting.clear();
    }
    next();
  }
}

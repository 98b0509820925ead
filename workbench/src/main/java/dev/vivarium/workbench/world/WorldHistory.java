package dev.vivarium.workbench.world;

import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldEdit;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
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
  private Deletion deletion = new Deletion(-1, Set.of());

  /// The entities that a step deleted.
  private record Deletion(long step, Set<EntityHandle> entities) {}

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

  /// Whether what undo would take back is that an entity was deleted.
  public boolean lastDeleted(EntityHandle entity) {
    return last().filter(step -> step.id() == deletion.step).isPresent()
        && deletion.entities.contains(entity);
  }

  /// A step was done that deleted these entities, or none.
  void done(WorldEdit edit, Set<EntityHandle> deleted) {
    if (!deleted.isEmpty()) {
      deletion = new Deletion(edit.id(), Set.copyOf(deleted));
    }
    done(edit);
  }

  /// A step was done, or the last one went on; what had been taken back is gone.
  void done(WorldEdit edit) {
    if (last().filter(e -> e.id() == edit.id()).isPresent()) {
      if (!last().get().equals(edit)) {
        steps.set(position.get() - 1, edit);
      }
      return;
    }
    steps.remove(position.get(), steps.size());
    steps.add(edit);
    if (steps.size() > STEPS_MAX) {
      steps.removeFirst();
    }
    position.set(steps.size());
  }

  /// A step was taken back, or done again after that; `way` would take that back.
  void reverted(long id, WorldEdit way) {
    int place = place(id);
    if (place >= 0 && place == position.get() - 1) {
      steps.set(place, way);
      position.set(place);
    } else if (place >= 0 && place == position.get()) {
      steps.set(place, way);
      position.set(place + 1);
    } else {
      forget(place);
      done(way);
    }
  }

  private int place(long id) {
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (steps.get(i).id() == id) {
        return i;
      }
    }
    return -1;
  }

  private void forget(int place) {
    if (place >= 0) {
      steps.remove(place);
      position.set(place < position.get() ? position.get() - 1 : position.get());
    }
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
      long step = steps.get(back ? position.get() - 1 : position.get()).id();
      var _ =
          submit.apply(new WorldCommand.Revert(step)).thenAccept(result -> answered(result, step));
    } else {
      next();
    }
  }

  private void answered(CommandResult result, long step) {
    busy = false;
    if (result instanceof CommandResult.Done done && done.edit().isPresent() && place(step) >= 0) {
      reverted(step, done.edit().get());
    } else {
      waiting.clear();
    }
    next();
  }
}

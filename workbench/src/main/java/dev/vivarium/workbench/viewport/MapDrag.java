package dev.vivarium.workbench.viewport;

import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.WorldCommand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/// Moves entities with the pointer. All of one drag is one step of undo; while the world has not
/// answered, only the newest place waits. Belongs to the window's thread.
final class MapDrag {
  /// Most entities that move together.
  static final int ENTITIES_MAX = 1_000;

  /// Where an entity stood when the drag began, in metres.
  record Start(double x, double y, double z) {}

  private final Function<WorldCommand, CompletableFuture<CommandResult>> submit;
  private final Executor window;
  private Map<EntityHandle, Start> starts = Map.of();
  private long gesture;
  private boolean onTheWay;
  private Optional<WorldCommand> waiting = Optional.empty();

  MapDrag(Function<WorldCommand, CompletableFuture<CommandResult>> submit, Executor window) {
    this.submit = submit;
    this.window = window;
  }

  void begin(Map<EntityHandle, Start> from) {
    starts = new LinkedHashMap<>(from);
    gesture--; // below 0, for the inspector counts its own gestures upwards
  }

  boolean isUnderWay() {
    return !starts.isEmpty();
  }

  void end() {
    starts = Map.of();
  }

  /// Puts all as far from where they stood as the pointer is from where it was pressed.
  void move(double dx, double dy, double dz) {
    List<WorldCommand.EntityEdit> edits = new ArrayList<>();
    starts.forEach((handle, at) ->
        edits.add(new WorldCommand.MoveTo(handle, at.x() + dx, at.y() + dy, at.z() + dz)));
    if (!edits.isEmpty()) {
      var title = edits.size() == 1 ? "" : "Move %,d entities".formatted(edits.size());
      send(new WorldCommand.Edit(title, edits, gesture));
    }
  }

  private void send(WorldCommand step) {
    if (onTheWay) {
      waiting = Optional.of(step);
      return;
    }
    onTheWay = true;
    var _ = submit.apply(step).whenCompleteAsync((result, problem) -> answered(result), window);
  }

  private void answered(CommandResult result) {
    onTheWay = false;
    var next = waiting;
    waiting = Optional.empty();
    if (result instanceof CommandResult.Refused) {
      end();
    } else {
      next.ifPresent(this::send);
    }
  }
}

package dev.vivarium.engine.tick;

import dev.vivarium.engine.ecs.EntityStore;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Changes waiting for the end of a stage, in system order and then in issue order. Owned by the
/// tick thread.
public final class DeferredChanges {
  /// Sees each change that was really made.
  @FunctionalInterface
  public interface Tap {
    void applied(StructuralChange change, int writer);
  }

  private final List<StructuralChange> changes = new ArrayList<>();
  private final List<Integer> writers = new ArrayList<>();
  private long deadTargetsTotal;
  private long refusedTotal;

  /// Puts a change off to the end of the stage.
  ///
  /// @param writer id of the asking system, for the last-writer record
  public void add(StructuralChange change, int writer) {
    changes.add(change);
    writers.add(writer);
  }

  public int size() {
    return changes.size();
  }

  /// Changes skipped so far because their entity was gone.
  public long deadTargetsTotal() {
    return deadTargetsTotal;
  }

  /// Changes refused so far, such as a parent that would close a loop.
  public long refusedTotal() {
    return refusedTotal;
  }

  /// Applies all of them and empties the list.
  public void apply(EntityStore store, int tick, Tap tap) {
    for (int i = 0; i < changes.size(); i++) {
      StructuralChange change = changes.get(i);
      if (apply(store, change, tick, writers.get(i))) {
        tap.applied(change, writers.get(i));
      }
    }
    changes.clear();
    writers.clear();
  }

  private boolean apply(EntityStore store, StructuralChange change, int tick, int writer) {
    if (change instanceof StructuralChange.Spawn spawn) {
      store.spawn(spawn.entity(), spawn.owner());
      return true;
    }
    if (!store.isAlive(change.entity())) {
      deadTargetsTotal++;
      return false;
    }
    boolean done =
        switch (change) {
          case StructuralChange.Spawn spawn -> true;
          case StructuralChange.Despawn despawn -> store.despawn(despawn.entity());
          case StructuralChange.Set set ->
              store
                  .set(
                      set.entity(),
                      set.type(),
                      MemorySegment.ofArray(set.value()),
                      0,
                      tick,
                      (short) writer)
                  .accepted();
          case StructuralChange.Remove remove -> store.remove(remove.entity(), remove.type());
        };
    if (!done) {
      refusedTotal++;
    }
    return done;
  }
}

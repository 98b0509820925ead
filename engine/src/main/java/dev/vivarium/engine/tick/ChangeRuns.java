package dev.vivarium.engine.tick;

import dev.vivarium.engine.ecs.EntityHandle;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.tick.StructuralChange.Despawn;
import dev.vivarium.engine.tick.StructuralChange.Remove;
import dev.vivarium.engine.tick.StructuralChange.Set;
import dev.vivarium.engine.tick.StructuralChange.SetFields;
import dev.vivarium.engine.tick.StructuralChange.Spawn;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// Sorts changes into runs that the store makes in one go. A system that spawns entities and gives
/// each three components issues four kinds of change in turn; they become four runs.
///
/// What each entity goes through keeps its order: a change joins the first run like it that comes
/// no earlier than the last run the entity is in. Changes of Parent, births and deaths keep theirs
/// among all entities, and an entity is despawned in a run only while nothing hangs on it.
final class ChangeRuns {
  /// More kinds of change than this in turn are applied in parts.
  private static final int RUNS_MAX = 64;

  private final EntityStore store;
  private final int tick;
  private final StructuralChange[] changes;
  private final short[] writers;
  private final ChangeRun.Failures failures;
  private final Marks marks;
  private final List<ChangeRun> runs;
  private int open;
  private boolean marking;
  private int lastParentRun = -1;
  private int lastSpawnRun = -1;
  private int lastDespawnRun = -1;

  /// The last run that each entity is in, kept between stages to be used again.
  static final class Marks {
    final List<ChangeRun> runs = new ArrayList<>();
    private int[] byIndex = new int[0];
    private int base = 1;

    /// -1 if the entity is in none.
    int get(long entity) {
      int index = EntityHandle.index(entity);
      return index >= 0 && index < byIndex.length ? Math.max(-1, byIndex[index] - base) : -1;
    }

    /// A handle beyond the limit names no entity, whatever the order.
    void set(long entity, int run) {
      int index = EntityHandle.index(entity);
      if (index >= 0 && index < byIndex.length) {
        byIndex[index] = base + run;
      }
    }

    void raise(long entity, int run) {
      set(entity, Math.max(run, get(entity)));
    }

    void clear(int indexLimit) {
      base += RUNS_MAX;
      if (byIndex.length < indexLimit || base > Integer.MAX_VALUE - RUNS_MAX) {
        byIndex = new int[indexLimit + indexLimit / 2];
        base = 1;
      }
    }
  }

  ChangeRuns(
      EntityStore store,
      int tick,
      StructuralChange[] changes,
      short[] writers,
      Marks marks,
      ChangeRun.Failures failures) {
    this.store = store;
    this.tick = tick;
    this.changes = changes;
    this.writers = writers;
    this.marks = marks;
    this.runs = marks.runs;
    this.failures = failures;
  }

  /// Applies the first `count` changes.
  void apply(int count) {
    for (int i = 0; i < count; i++) {
      boolean joined = !marking && open > 0 && runs.get(open - 1).join(changes[i], writers[i], i);
      if (!joined) {
        place(changes[i], i);
      }
    }
    flush();
  }

  private void place(StructuralChange change, int position) {
    if (change instanceof Despawn && (lastParentRun >= 0 || store.hasChildren(change.entity()))) {
      flush();
      start(change, position);
      flush();
      return;
    }
    boolean ofParent = isOfParent(change);
    if (ofParent || change instanceof SetFields) {
      startMarking();
    }
    int run = find(change, writers[position], ofParent);
    if (run == open) {
      run = start(change, position);
    } else {
      runs.get(run).add(change, position);
    }
    noteOrder(change, run, ofParent);
    if (marking) {
      marks.set(change.entity(), run);
    }
  }

  private void noteOrder(StructuralChange change, int run, boolean ofParent) {
    if (ofParent) {
      lastParentRun = run;
      marks.raise(parent(change), run);
    } else if (change instanceof Spawn) {
      lastSpawnRun = run;
    } else if (change instanceof Despawn) {
      lastDespawnRun = run;
    }
  }

  private boolean isOfParent(StructuralChange change) {
    return switch (change) {
      case Set set -> store.isParent(set.type());
      case SetFields part -> store.isParent(part.type());
      case Remove remove -> store.isParent(remove.type());
      case Spawn spawn -> false;
      case Despawn despawn -> false;
    };
  }

  /// The run that the change is to join, or the number of open ones.
  private int find(StructuralChange change, int writer, boolean ofParent) {
    if (!marking) {
      int like = like(change, writer, 0);
      if (like >= open - 1) {
        return like;
      }
      startMarking();
    }
    return like(change, writer, earliest(change, ofParent));
  }

  private int like(StructuralChange change, int writer, int from) {
    int run = from;
    while (run < open && !runs.get(run).takes(change, writer)) {
      run++;
    }
    return run;
  }

  private int earliest(StructuralChange change, boolean ofParent) {
    int entityRun = marks.get(change.entity());
    int from =
        switch (change) {
          case Spawn spawn -> Math.max(entityRun, lastSpawnRun);
          case Despawn despawn -> Math.max(entityRun, lastDespawnRun);
          case SetFields part -> entityRun + 1;
          case Set set -> entityRun;
          case Remove remove -> entityRun;
        };
    if (ofParent) {
      from = Math.max(Math.max(from, lastParentRun), marks.get(parent(change)));
    }
    return Math.max(0, from);
  }

  /// The entity that another is hung on, or none.
  private static long parent(StructuralChange change) {
    return change instanceof Set set
        ? MemorySegment.ofArray(set.value()).get(ValueLayout.JAVA_LONG_UNALIGNED, 0)
        : EntityHandle.NONE;
  }

  private void startMarking() {
    if (marking) {
      return;
    }
    marking = true;
    marks.clear(store.indexLimit());
    for (int run = 0; run < open; run++) {
      for (int i = 0; i < runs.get(run).count(); i++) {
        marks.set(runs.get(run).entity(i), run);
      }
    }
  }

  /// Opens a run with this change; returns its number.
  private int start(StructuralChange change, int position) {
    if (open == RUNS_MAX) {
      boolean wasMarking = marking;
      flush();
      if (wasMarking) {
        startMarking();
      }
    }
    if (open == runs.size()) {
      runs.add(new ChangeRun());
    }
    runs.get(open).open(change, writers[position]);
    runs.get(open).add(change, position);
    return open++;
  }

  private void flush() {
    for (int run = 0; run < open; run++) {
      runs.get(run).apply(store, tick, changes, failures);
    }
    open = 0;
    marking = false;
    lastParentRun = -1;
    lastSpawnRun = -1;
    lastDespawnRun = -1;
  }
}

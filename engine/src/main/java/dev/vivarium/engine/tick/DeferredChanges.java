package dev.vivarium.engine.tick;

import dev.vivarium.engine.ecs.EntityStore;
import java.util.Arrays;
import java.util.BitSet;

/// Changes waiting for the end of a stage, in system order and then in issue order. Owned by the
/// tick thread.
public final class DeferredChanges {
  /// Sees each change that was really made, in the order they were issued, once all are made.
  @FunctionalInterface
  public interface Tap {
    void applied(StructuralChange change, int writer);
  }

  private final ChangeRuns.Marks marks = new ChangeRuns.Marks();
  private final BitSet failed = new BitSet();
  private StructuralChange[] changes = new StructuralChange[64];
  private short[] writers = new short[64];
  private int count;
  private long deadTargetsTotal;
  private long refusedTotal;

  /// Puts a change off to the end of the stage.
  ///
  /// @param writer id of the asking system, for the last-writer record
  public void add(StructuralChange change, int writer) {
    if (count == changes.length) {
      changes = Arrays.copyOf(changes, count * 2);
      writers = Arrays.copyOf(writers, count * 2);
    }
    changes[count] = change;
    writers[count++] = (short) writer;
  }

  public int size() {
    return count;
  }

  /// Changes skipped so far because their entity was gone.
  public long deadTargetsTotal() {
    return deadTargetsTotal;
  }

  /// Changes refused so far, such as a parent that would close a loop.
  public long refusedTotal() {
    return refusedTotal;
  }

  /// Applies all of them and empties the list. Every entity goes through its changes in the order
  /// they were issued.
  public void apply(EntityStore store, int tick, Tap tap) {
    if (count == 0) {
      return;
    }
    new ChangeRuns(store, tick, changes, writers, marks, this::failed).apply(count);
    boolean allDone = failed.isEmpty();
    for (int i = 0; i < count; i++) {
      if (allDone || !failed.get(i)) {
        tap.applied(changes[i], writers[i]);
      }
    }
    Arrays.fill(changes, 0, count, null);
    failed.clear();
    count = 0;
  }

  private void failed(int position, boolean deadTarget) {
    failed.set(position);
    if (deadTarget) {
      deadTargetsTotal++;
    } else {
      refusedTotal++;
    }
  }
}

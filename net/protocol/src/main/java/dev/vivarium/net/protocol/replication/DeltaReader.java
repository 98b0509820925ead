package dev.vivarium.net.protocol.replication;

import java.util.Arrays;
import java.util.List;

/// Makes a snapshot from a baseline and a frame's body, as a [DeltaWriter] wrote it.
final class DeltaReader {
  private final Baseline baseline;
  private final Snapshot base;
  private final long tick;
  private final BitReader bits;
  private final ColumnReader columns;
  private long[] ids;
  private int[] owners;
  private boolean sameEntities = true;
  private int cells;

  DeltaReader(Baseline baseline, long tick, BitReader bits) {
    this.baseline = baseline;
    this.base = baseline.snapshot();
    this.tick = tick;
    this.bits = bits;
    this.columns = new ColumnReader(bits);
    this.ids = base.ids;
    this.owners = base.owners;
  }

  Snapshot read() {
    if (bits.flag()) {
      sameEntities = false;
      entities();
    }
    List<ComponentPlan> plans = base.plan.components();
    var components = new ComponentRows[plans.size()];
    for (int i = 0; i < components.length; i++) {
      components[i] = component(plans.get(i), i);
    }
    bits.finish();
    return new Snapshot(base.plan, tick, ids, owners, components);
  }

  private void entities() {
    int[] gone = columns.list(base.ids.length);
    long[] spawned = spawned(base.ids.length - gone.length);
    int[] spawnedOwners = differences(spawned.length);
    merge(gone, spawned, spawnedOwners);
    int[] changed = columns.list(ids.length);
    int[] changedOwners = differences(changed.length);
    for (int i = 0; i < changed.length; i++) {
      owners[changed[i]] = changedOwners[i];
    }
  }

  private long[] spawned(int others) {
    int count = bits.golomb(ColumnWriter.COUNT_ORDER);
    if (count < 0 || count > ReplicationLimits.ENTITIES - others) {
      throw new MalformedFrameException(
          "%s entities besides %d".formatted(Integer.toUnsignedString(count), others));
    }
    int[] high = differences(count);
    int[] low = differences(count);
    long[] spawned = new long[count];
    for (int i = 0; i < count; i++) {
      spawned[i] = (long) high[i] << 32 | Integer.toUnsignedLong(low[i]);
      if (i > 0 && spawned[i] <= spawned[i - 1]) {
        throw new MalformedFrameException("new entities out of order");
      }
    }
    return spawned;
  }

  /// Values of which each was written as its difference from the one before.
  private int[] differences(int count) {
    int[] values = columns.column(count);
    if (values == null) {
      return new int[count];
    }
    int last = 0;
    for (int i = 0; i < count; i++) {
      last += ColumnReader.unzigzag(values[i]);
      values[i] = last;
    }
    return values;
  }

  private void merge(int[] gone, long[] spawned, int[] spawnedOwners) {
    int size = base.ids.length - gone.length + spawned.length;
    ids = new long[size];
    owners = new int[size];
    int old = 0;
    int nextGone = 0;
    int next = 0;
    for (int i = 0; i < size; i++) {
      while (nextGone < gone.length && gone[nextGone] == old) {
        old++;
        nextGone++;
      }
      boolean keep =
          old < base.ids.length && (next == spawned.length || base.ids[old] < spawned[next]);
      ids[i] = keep ? base.ids[old] : spawned[next];
      owners[i] = keep ? base.owners[old++] : spawnedOwners[next++];
      if (i > 0 && ids[i] == ids[i - 1]) {
        throw new MalformedFrameException("an entity is new that is there: " + ids[i]);
      }
    }
  }

  private ComponentRows component(ComponentPlan plan, int index) {
    ComponentRows old = base.components[index];
    boolean told = bits.flag();
    int[] added = null;
    long[] rowIds;
    int[][] addedValues = null;
    if (told && bits.flag()) {
      int[] gone = columns.list(old.rows());
      added = columns.list(ids.length);
      rowIds = mergeRows(old.ids, gone, added);
      count(rowIds.length, old.columns.length);
      addedValues = addedValues(added.length, old.columns.length);
    } else {
      rowIds = sameEntities ? old.ids : mergeRows(old.ids, NO_ROWS, NO_ROWS);
      count(rowIds.length, old.columns.length);
    }
    var expected = new Prediction(baseline, index, plan.motion(), tick, rowIds);
    int[] changed = told ? columns.list(rowIds.length) : NO_ROWS;
    if (changed.length == 0 && added == null && expected.still()) {
      return old;
    }
    int[][] values = values(expected, changed, rowIds.length, old.columns.length);
    if (added != null && addedValues != null) {
      place(added, addedValues, rowIds, values);
    }
    return new ComponentRows(rowIds, values);
  }

  private static final int[] NO_ROWS = {};

  /// Counts values before memory is taken for them.
  private void count(int rows, int columnCount) {
    long sum = cells + (long) rows * columnCount;
    if (sum > ReplicationLimits.CELLS) {
      throw new MalformedFrameException(sum + " values; at most " + ReplicationLimits.CELLS);
    }
    cells = (int) sum;
  }

  /// The old rows without those that went, alone or with their entity, and those of the entities at
  /// `added`.
  private long[] mergeRows(long[] old, int[] gone, int[] added) {
    long[] merged = new long[Math.min(old.length - gone.length + added.length, ids.length)];
    int count = 0;
    int row = 0;
    int nextGone = 0;
    int nextAdded = 0;
    for (int entity = 0; entity < ids.length; entity++) {
      while (row < old.length && (old[row] < ids[entity] || isAt(gone, nextGone, row))) {
        nextGone += isAt(gone, nextGone, row) ? 1 : 0;
        row++;
      }
      boolean has = row < old.length && old[row] == ids[entity];
      boolean comes = isAt(added, nextAdded, entity);
      if (has && comes) {
        throw new MalformedFrameException("a row is new that is there, of entity " + ids[entity]);
      }
      if (has || comes) {
        merged[count++] = ids[entity];
      }
      row += has ? 1 : 0;
      nextAdded += comes ? 1 : 0;
    }
    return count == merged.length ? merged : Arrays.copyOf(merged, count);
  }

  private static boolean isAt(int[] rows, int index, int row) {
    return index < rows.length && rows[index] == row;
  }

  private int[][] addedValues(int count, int columnCount) {
    int[][] values = new int[columnCount][];
    for (int c = 0; c < columnCount; c++) {
      values[c] = differences(count);
    }
    return values;
  }

  private int[][] values(Prediction expected, int[] changed, int rows, int columnCount) {
    int[][] values = new int[columnCount][];
    for (int c = 0; c < columnCount; c++) {
      int[] out = new int[rows];
      int[] prediction = expected.column(c, out);
      int[] residual = changed.length == 0 ? null : columns.column(changed.length);
      values[c] = residual == null ? prediction : add(prediction, out, changed, residual);
    }
    return values;
  }

  @SuppressWarnings("ReferenceEquality") // Whether the expectation was written there.
  private static int[] add(int[] prediction, int[] out, int[] changed, int[] residual) {
    if (prediction != out) {
      System.arraycopy(prediction, 0, out, 0, out.length);
    }
    for (int i = 0; i < changed.length; i++) {
      out[changed[i]] += ColumnReader.unzigzag(residual[i]);
    }
    return out;
  }

  /// Puts new rows' values over what was expected of them, which means nothing.
  private void place(int[] added, int[][] addedValues, long[] rowIds, int[][] values) {
    int row = 0;
    for (int i = 0; i < added.length; i++) {
      while (rowIds[row] != ids[added[i]]) {
        row++;
      }
      for (int c = 0; c < values.length; c++) {
        values[c][row] = addedValues[c][i];
      }
    }
  }
}

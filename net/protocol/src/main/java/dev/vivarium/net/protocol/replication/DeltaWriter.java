package dev.vivarium.net.protocol.replication;

import java.util.Arrays;
import java.util.List;

/// Writes the body of a frame: how a snapshot differs from what its baseline lets expect. The
/// layout stands in docs/realtime-protocol.md.
final class DeltaWriter {
  private final BitWriter bits = new BitWriter();
  private final ColumnWriter columns = new ColumnWriter(bits);
  private final RowList gone = new RowList();
  private final RowList added = new RowList();
  private final RowList changed = new RowList();
  private int[] values = new int[64];
  private int[] differs = new int[64];
  private int[][] residuals = new int[0][];
  private boolean[] quiet = new boolean[0];
  private long[] componentBits = new long[0];

  /// @return the bytes of the body, which lie in [#body] until the next call
  int write(Baseline baseline, Snapshot now) {
    bits.reset();
    entities(baseline.snapshot(), now);
    List<ComponentPlan> plans = now.plan.components();
    componentBits = new long[plans.size()];
    for (int i = 0; i < plans.size(); i++) {
      long before = bits.count();
      int[] motion = plans.get(i).motion();
      ComponentRows rows = now.components[i];
      var prediction = new Prediction(baseline, i, motion, now.tick, rows.ids);
      component(baseline.snapshot().components[i], rows, now, prediction);
      componentBits[i] = bits.count() - before;
    }
    return bits.finish();
  }

  /// What each component took of the body that was written last.
  long[] componentBits() {
    return componentBits;
  }

  byte[] body() {
    return bits.bytes();
  }

  private void entities(Snapshot base, Snapshot now) {
    boolean same = Arrays.equals(base.ids, now.ids) && Arrays.equals(base.owners, now.owners);
    bits.flag(!same);
    if (same) {
      return;
    }
    int[] inNow = RowMap.of(base.ids, now.ids);
    int[] inBase = RowMap.of(now.ids, base.ids);
    gone.clear(base.ids.length);
    added.clear(now.ids.length);
    changed.clear(now.ids.length);
    for (int i = 0; inNow != null && i < inNow.length; i++) {
      gone.addIf(i, inNow[i] < 0);
    }
    for (int i = 0; i < now.ids.length; i++) {
      int from = inBase == null ? i : inBase[i];
      added.addIf(i, from < 0);
      changed.addIf(i, from >= 0 && base.owners[from] != now.owners[i]);
    }
    columns.list(gone.rows, gone.count);
    spawned(now);
    columns.list(changed.rows, changed.count);
    differences(now.owners, changed);
  }

  private void spawned(Snapshot now) {
    bits.golomb(added.count, ColumnWriter.COUNT_ORDER);
    ensureValues(added.count);
    long last = 0;
    for (int i = 0; i < added.count; i++) {
      long id = now.ids[added.rows[i]];
      values[i] = ColumnWriter.zigzag((int) (id >>> 32) - (int) (last >>> 32));
      last = id;
    }
    columns.column(values, added.count);
    last = 0;
    for (int i = 0; i < added.count; i++) {
      long id = now.ids[added.rows[i]];
      values[i] = ColumnWriter.zigzag((int) id - (int) last);
      last = id;
    }
    columns.column(values, added.count);
    differences(now.owners, added);
  }

  /// The values of some rows, each as its difference from the one before.
  private void differences(int[] column, RowList rows) {
    ensureValues(rows.count);
    int last = 0;
    for (int i = 0; i < rows.count; i++) {
      int value = column[rows.rows[i]];
      values[i] = ColumnWriter.zigzag(value - last);
      last = value;
    }
    columns.column(values, rows.count);
  }

  @SuppressWarnings("ReferenceEquality") // Unchanged rows are shared.
  private void component(ComponentRows base, ComponentRows now, Snapshot all, Prediction expected) {
    boolean structure = structure(base, now, all, expected);
    if (!structure && now == base && expected.still()) {
      bits.flag(false);
      return;
    }
    compare(now, expected);
    bits.flag(structure || changed.count > 0);
    if (!structure && changed.count == 0) {
      return;
    }
    bits.flag(structure);
    if (structure) {
      columns.list(gone.rows, gone.count);
      addedRows(now, all);
    }
    columns.list(changed.rows, changed.count);
    if (changed.count > 0) {
      changedRows(now.columns.length);
    }
  }

  /// Finds rows that went although their entity did not, and rows that came.
  private boolean structure(
      ComponentRows base, ComponentRows now, Snapshot all, Prediction expected) {
    gone.clear(base.rows());
    added.clear(now.rows());
    int[] inBase = expected.inBase();
    if (inBase == null) {
      return false;
    }
    for (int row = 0; row < inBase.length; row++) {
      added.addIf(row, inBase[row] < 0);
    }
    int[] inNow = RowMap.of(base.ids, now.ids);
    int[] alive = RowMap.of(base.ids, all.ids);
    for (int row = 0; inNow != null && row < inNow.length; row++) {
      gone.addIf(row, inNow[row] < 0 && (alive == null || alive[row] >= 0));
    }
    return gone.count + added.count > 0;
  }

  private void addedRows(ComponentRows now, Snapshot all) {
    ensureValues(added.count);
    int entity = 0;
    for (int i = 0; i < added.count; i++) {
      long id = now.ids[added.rows[i]];
      while (all.ids[entity] != id) {
        entity++;
      }
      values[i] = entity;
    }
    columns.list(values, added.count);
    for (int[] column : now.columns) {
      differences(column, added);
    }
  }

  /// Leaves what differs from the expectation in `residuals`, and which rows do in `changed`.
  @SuppressWarnings("ReferenceEquality") // Unchanged columns are shared.
  private void compare(ComponentRows now, Prediction expected) {
    int rows = now.rows();
    ensureResiduals(now.columns.length, rows);
    Arrays.fill(differs, 0, rows, 0);
    for (int c = 0; c < now.columns.length; c++) {
      int[] column = now.columns[c];
      int[] residual = residuals[c];
      int[] prediction = expected.column(c, residual);
      quiet[c] = prediction == column;
      if (!quiet[c]) {
        subtract(column, prediction, residual, rows);
      }
    }
    for (int i = 0; i < added.count; i++) {
      differs[added.rows[i]] = 0;
    }
    changed.clear(rows);
    for (int row = 0; row < rows; row++) {
      changed.addIf(row, differs[row] != 0);
    }
  }

  private void subtract(int[] column, int[] prediction, int[] residual, int rows) {
    int[] any = differs;
    for (int row = 0; row < rows; row++) {
      int difference = column[row] - prediction[row];
      residual[row] = difference;
      any[row] |= difference;
    }
  }

  private void changedRows(int count) {
    ensureValues(changed.count);
    for (int c = 0; c < count; c++) {
      if (quiet[c]) {
        columns.zeros();
        continue;
      }
      int[] residual = residuals[c];
      for (int i = 0; i < changed.count; i++) {
        values[i] = ColumnWriter.zigzag(residual[changed.rows[i]]);
      }
      columns.column(values, changed.count);
    }
  }

  private void ensureValues(int count) {
    if (values.length < count) {
      values = new int[count * 2];
    }
  }

  private void ensureResiduals(int columnCount, int rows) {
    if (differs.length < rows) {
      differs = new int[rows * 2];
      residuals = new int[0][];
    }
    if (residuals.length < columnCount) {
      residuals = new int[columnCount][differs.length];
      quiet = new boolean[columnCount];
    }
  }
}

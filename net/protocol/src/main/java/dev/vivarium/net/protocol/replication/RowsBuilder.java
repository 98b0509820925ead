package dev.vivarium.net.protocol.replication;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Quantises the rows of one component that changed since the tick before.
final class RowsBuilder {
  private final ComponentPlan plan;
  private final int rowBytes;
  private final EntityOrder order = new EntityOrder();
  private byte[] arriving = new byte[0];
  private byte[] before = new byte[0];
  private int[] changed = new int[64];
  private int[] places = new int[64];
  private int[][] scratch;
  private ComponentRows last;

  RowsBuilder(ComponentPlan plan) {
    this.plan = plan;
    this.rowBytes = plan.rowBytes();
    this.last = ComponentRows.empty(plan.columns());
    this.scratch = new int[plan.columns()][64];
  }

  void begin() {
    byte[] spare = before;
    before = arriving;
    arriving = spare;
    order.begin();
  }

  void add(long[] ids, int from, int count, MemorySegment raw, long offset) {
    int at = Math.multiplyExact(order.arrived(), rowBytes);
    int length = Math.multiplyExact(count, rowBytes);
    int end = Math.addExact(at, length);
    order.add(ids, from, count);
    if (arriving.length < end) {
      arriving = Arrays.copyOf(arriving, Math.max(end, arriving.length * 2));
    }
    MemorySegment.copy(raw, ValueLayout.JAVA_BYTE, offset, arriving, at, length);
  }

  ComponentRows finish() {
    boolean moved = order.finish();
    int rows = order.arrived();
    int count = moved ? all(rows) : changedRows(rows);
    if (scratch.length > 0 && scratch[0].length < count) {
      scratch = new int[scratch.length][Math.max(count, scratch[0].length * 2)];
    }
    int column = 0;
    for (FieldPlan field : plan.fields()) {
      Quantiser.quantise(field, arriving, rowBytes, changed, count, scratch, column);
      column += field.columns();
    }
    for (int i = 0; i < count; i++) {
      places[i] = order.place(changed[i]);
    }
    last = merge(count, rows);
    return last;
  }

  private int all(int rows) {
    ensureRows(rows);
    for (int i = 0; i < rows; i++) {
      changed[i] = i;
    }
    return rows;
  }

  private void ensureRows(int rows) {
    if (changed.length < rows) {
      changed = new int[rows * 2];
      places = new int[rows * 2];
    }
  }

  private int changedRows(int rows) {
    ensureRows(rows);
    int count = 0;
    int end = rows * rowBytes;
    int from = 0;
    while (from < end) {
      int at = Arrays.mismatch(arriving, from, end, before, from, end);
      if (at < 0) {
        break;
      }
      int row = (from + at) / rowBytes;
      changed[count++] = row;
      from = (row + 1) * rowBytes;
    }
    return count;
  }

  @SuppressWarnings("ReferenceEquality") // Unchanged arrays are shared.
  private ComponentRows merge(int count, int rows) {
    long[] ids = order.sorted();
    boolean sameRows = ids == last.ids;
    var columns = new int[last.columns.length][];
    boolean sameColumns = sameRows;
    for (int c = 0; c < columns.length; c++) {
      columns[c] =
          sameRows ? mergeColumn(last.columns[c], scratch[c], count) : place(scratch[c], rows);
      sameColumns &= columns[c] == last.columns[c];
    }
    return sameColumns ? last : new ComponentRows(ids, columns);
  }

  private int[] place(int[] values, int rows) {
    int[] column = new int[rows];
    for (int i = 0; i < rows; i++) {
      column[places[i]] = values[i];
    }
    return column;
  }

  /// The old column itself if no value in it differs.
  private int[] mergeColumn(int[] old, int[] values, int count) {
    int different = 0;
    for (int i = 0; i < count; i++) {
      different |= old[places[i]] ^ values[i];
    }
    if (different == 0) {
      return old;
    }
    int[] column = old.clone();
    for (int i = 0; i < count; i++) {
      column[places[i]] = values[i];
    }
    return column;
  }
}

package dev.vivarium.net.protocol.replication;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Quantises the rows of one component that changed since the tick before.
final class RowsBuilder {
  private static final int PIECE_BYTES = 4096;
  private static final int MOST_BYTES = Integer.MAX_VALUE - 16;

  private final ComponentPlan plan;
  private final int rowBytes;
  private final EntityOrder order = new EntityOrder();
  private final byte[] arriving;

  /// Of this tick, or where it has not come that far of the one before, in order of arrival.
  private byte[] bytes = new byte[0];

  private int count;
  private boolean finished = true;
  private int[] changed = new int[64];
  private int[] places = new int[64];
  private int[][] scratch;

  /// Columns in which something differed when they were looked at last.
  private final boolean[] lively;

  private ComponentRows last;

  RowsBuilder(ComponentPlan plan) {
    this.plan = plan;
    this.rowBytes = plan.rowBytes();
    this.arriving = new byte[Math.max(PIECE_BYTES, rowBytes)];
    this.last = ComponentRows.empty(plan.columns());
    this.scratch = new int[plan.columns()][64];
    this.lively = new boolean[plan.columns()];
  }

  void begin() {
    order.begin();
    if (!finished) {
      // What came then was noted as seen, but never quantised.
      order.forget();
    }
    finished = false;
    count = 0;
  }

  /// Compares piece by piece, so that the bytes that came are still in the processor's cache.
  void add(long[] ids, int from, int rows, MemorySegment raw, long offset) {
    int first = order.arrived();
    Math.multiplyExact(first + rows, rowBytes);
    boolean sameRows = order.add(ids, from, rows);
    ensureRows(first + rows);
    int piece = Math.max(1, PIECE_BYTES / Math.max(1, rowBytes));
    for (int row = 0; row < rows; row += piece) {
      int length = Math.min(piece, rows - row) * rowBytes;
      MemorySegment.copy(
          raw, ValueLayout.JAVA_BYTE, offset + (long) row * rowBytes, arriving, 0, length);
      compare(first + row, length, sameRows);
    }
  }

  private void compare(int firstRow, int length, boolean sameRows) {
    int at = firstRow * rowBytes;
    if (!sameRows) {
      System.arraycopy(arriving, 0, bytes, at, length);
      return;
    }
    int before = count;
    int from = 0;
    while (from < length) {
      int differs = Arrays.mismatch(arriving, from, length, bytes, at + from, at + length);
      if (differs < 0) {
        break;
      }
      int row = (from + differs) / rowBytes;
      changed[count++] = firstRow + row;
      from = (row + 1) * rowBytes;
    }
    if (count > before) {
      System.arraycopy(arriving, 0, bytes, at, length);
    }
  }

  ComponentRows finish() {
    int rows = order.arrived();
    if (order.finish()) {
      all(rows);
    }
    if (scratch.length > 0 && scratch[0].length < count) {
      scratch = new int[scratch.length][Math.max(count, scratch[0].length * 2)];
    }
    int column = 0;
    for (FieldPlan field : plan.fields()) {
      Quantiser.quantise(field, bytes, rowBytes, changed, count, scratch, column);
      column += field.columns();
    }
    for (int i = 0; i < count; i++) {
      places[i] = order.place(changed[i]);
    }
    last = merge(rows);
    finished = true;
    return last;
  }

  private void all(int rows) {
    count = rows;
    for (int i = 0; i < rows; i++) {
      changed[i] = i;
    }
  }

  private void ensureRows(int rows) {
    if (changed.length < rows) {
      changed = Arrays.copyOf(changed, rows * 2);
      places = new int[rows * 2];
    }
    if (bytes.length < rows * rowBytes) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(2L * rows * rowBytes, MOST_BYTES));
    }
  }

  @SuppressWarnings("ReferenceEquality") // Unchanged arrays are shared.
  private ComponentRows merge(int rows) {
    long[] ids = order.sorted();
    boolean sameRows = ids == last.ids;
    var columns = new int[last.columns.length][];
    boolean sameColumns = sameRows;
    for (int c = 0; c < columns.length; c++) {
      columns[c] = sameRows ? mergeColumn(c) : place(scratch[c], rows);
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

  /// The old column itself if no value in it differs. One that did in the tick before is taken to
  /// do so again, and copied at once.
  private int[] mergeColumn(int c) {
    int[] old = last.columns[c];
    int[] values = scratch[c];
    if (!lively[c] && !differs(old, values)) {
      return old;
    }
    int[] column = old.clone();
    int different = 0;
    for (int i = 0; i < count; i++) {
      int place = places[i];
      int value = values[i];
      different |= column[place] ^ value;
      column[place] = value;
    }
    lively[c] = different != 0;
    return lively[c] ? column : old;
  }

  private boolean differs(int[] old, int[] values) {
    int different = 0;
    for (int i = 0; i < count; i++) {
      different |= old[places[i]] ^ values[i];
    }
    return different != 0;
  }
}

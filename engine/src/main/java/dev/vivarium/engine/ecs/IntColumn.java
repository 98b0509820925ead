package dev.vivarium.engine.ecs;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A column of a component that consists of i32 only.
public final class IntColumn extends Column {
  private final int stride;
  private int[] values = new int[0];
  private MemorySegment segment = MemorySegment.ofArray(values);

  IntColumn(ComponentType type, RowSpace space) {
    super(type, space);
    this.stride = strideBytes() / Integer.BYTES;
  }

  /// The values, [#stride()] a row.
  public int[] values() {
    return values;
  }

  /// Ints a row.
  public int stride() {
    return stride;
  }

  @Override
  public MemorySegment segment() {
    return segment;
  }

  @Override
  void load(MemorySegment src, long at, int count) {
    MemorySegment.copy(src, at, clock.intBytes, 0, (long) count * strideBytes());
  }

  @Override
  int store(
      int count,
      int firstRow,
      int @Nullable [] selection,
      int from,
      int tick,
      short writer,
      long @Nullable [] allowedRows) {
    int changed = 0;
    for (int i = 0; i < count; i++) {
      int row = selection == null ? firstRow + i : selection[from + i];
      if (bitsDiffer(i * stride, row * stride) && replace(i, row, allowedRows)) {
        mark(row, tick, writer);
        changed++;
      }
    }
    return changed;
  }

  private boolean bitsDiffer(int loaded, int own) {
    int[] source = clock.ints;
    int difference = 0;
    for (int i = 0; i < stride; i++) {
      difference |= source[loaded + i] ^ values[own + i];
    }
    return difference != 0;
  }

  private boolean replace(int loadedRow, int row, long @Nullable [] allowedRows) {
    if (!allows(allowedRows, row)) {
      drop();
      return false;
    }
    System.arraycopy(clock.ints, loadedRow * stride, values, row * stride, stride);
    return true;
  }

  @Override
  void storeFirst(int row) {
    System.arraycopy(clock.ints, 0, values, row * stride, stride);
  }

  @Override
  void unload(int[] selection, int from, int count, MemorySegment dst, long at) {
    for (int i = 0; i < count; i++) {
      System.arraycopy(values, selection[from + i] * stride, clock.ints, i * stride, stride);
    }
    MemorySegment.copy(clock.intBytes, 0, dst, at, (long) count * strideBytes());
  }

  @Override
  void growValues(int capacity) {
    values = Arrays.copyOf(values, Math.multiplyExact(capacity, stride));
    segment = MemorySegment.ofArray(values);
  }

  @Override
  void moveValue(int from, int to) {
    System.arraycopy(values, from * stride, values, to * stride, stride);
  }

  @Override
  void copyValue(Column source, int from, int to) {
    System.arraycopy(((IntColumn) source).values, from * stride, values, to * stride, stride);
  }
}

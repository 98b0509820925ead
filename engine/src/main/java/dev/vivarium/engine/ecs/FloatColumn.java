package dev.vivarium.engine.ecs;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A column of a component that consists of f32 only.
public final class FloatColumn extends Column {
  private final int stride;
  private float[] values = new float[0];
  private MemorySegment segment = MemorySegment.ofArray(values);

  FloatColumn(ComponentType type, RowSpace space) {
    super(type, space);
    this.stride = strideBytes() / Float.BYTES;
  }

  /// The values, [#stride()] a row.
  public float[] values() {
    return values;
  }

  /// Floats a row.
  public int stride() {
    return stride;
  }

  @Override
  public MemorySegment segment() {
    return segment;
  }

  @Override
  void load(MemorySegment src, long at, int count) {
    MemorySegment.copy(src, at, clock.floatBytes, 0, (long) count * strideBytes());
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
    float[] source = clock.floats;
    int difference = 0;
    for (int i = 0; i < stride; i++) {
      difference |=
          Float.floatToRawIntBits(source[loaded + i]) ^ Float.floatToRawIntBits(values[own + i]);
    }
    return difference != 0;
  }

  /// Bits differ; they may still be equal once NaNs are canonical.
  private boolean replace(int loadedRow, int row, long @Nullable [] allowedRows) {
    canonicalise(loadedRow * stride);
    if (!bitsDiffer(loadedRow * stride, row * stride)) {
      return false;
    }
    if (!allows(allowedRows, row)) {
      drop();
      return false;
    }
    System.arraycopy(clock.floats, loadedRow * stride, values, row * stride, stride);
    return true;
  }

  private void canonicalise(int at) {
    for (int i = at; i < at + stride; i++) {
      if (Float.isNaN(clock.floats[i])) {
        clock.floats[i] = Float.NaN;
      }
    }
  }

  @Override
  void storeFirst(int row) {
    canonicalise(0);
    System.arraycopy(clock.floats, 0, values, row * stride, stride);
  }

  @Override
  void unload(int[] selection, int from, int count, MemorySegment dst, long at) {
    for (int i = 0; i < count; i++) {
      System.arraycopy(values, selection[from + i] * stride, clock.floats, i * stride, stride);
    }
    MemorySegment.copy(clock.floatBytes, 0, dst, at, (long) count * strideBytes());
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
    System.arraycopy(((FloatColumn) source).values, from * stride, values, to * stride, stride);
  }
}

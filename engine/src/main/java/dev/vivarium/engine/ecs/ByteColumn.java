package dev.vivarium.engine.ecs;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A column of a component of mixed types, or of a tag (0 bytes a row).
public final class ByteColumn extends Column {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long NAN64 = 0x7ff8000000000000L;
  private static final int NAN32 = 0x7fc00000;

  private final int stride;
  private final int[] f32Offsets;
  private final int[] f64Offsets;
  private byte[] values = new byte[0];
  private MemorySegment segment = MemorySegment.ofArray(values);

  ByteColumn(ComponentType type, RowSpace space) {
    super(type, space);
    this.stride = strideBytes();
    this.f32Offsets = type.layout().f32Offsets();
    this.f64Offsets = type.layout().f64Offsets();
  }

  /// The values, [#strideBytes()] a row.
  public byte[] values() {
    return values;
  }

  @Override
  public MemorySegment segment() {
    return segment;
  }

  @Override
  void load(MemorySegment src, long at, int count) {
    MemorySegment.copy(src, at, clock.byteBytes, 0, (long) count * stride);
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
    return Arrays.mismatch(clock.bytes, loaded, loaded + stride, values, own, own + stride) >= 0;
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
    System.arraycopy(clock.bytes, loadedRow * stride, values, row * stride, stride);
    return true;
  }

  private void canonicalise(int at) {
    for (int offset : f32Offsets) {
      if (Float.isNaN(Float.intBitsToFloat((int) INT.get(clock.bytes, at + offset)))) {
        INT.set(clock.bytes, at + offset, NAN32);
      }
    }
    for (int offset : f64Offsets) {
      if (Double.isNaN(Double.longBitsToDouble((long) LONG.get(clock.bytes, at + offset)))) {
        LONG.set(clock.bytes, at + offset, NAN64);
      }
    }
  }

  @Override
  void storeFirst(int row) {
    canonicalise(0);
    System.arraycopy(clock.bytes, 0, values, row * stride, stride);
  }

  @Override
  void unload(int[] selection, int from, int count, MemorySegment dst, long at) {
    for (int i = 0; i < count; i++) {
      System.arraycopy(values, selection[from + i] * stride, clock.bytes, i * stride, stride);
    }
    MemorySegment.copy(clock.byteBytes, 0, dst, at, (long) count * stride);
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
    System.arraycopy(((ByteColumn) source).values, from * stride, values, to * stride, stride);
  }
}

package dev.vivarium.engine.ecs;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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
  private final byte[] defaults;
  private byte[] values = new byte[0];
  private MemorySegment segment = MemorySegment.ofArray(values);

  ByteColumn(ComponentType type, RowSpace space) {
    super(type, space);
    this.stride = strideBytes();
    this.defaults = type.layout().defaults();
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
    if (f32Offsets.length + f64Offsets.length > 0) {
      for (int i = 0; i < count; i++) {
        canonicalise(clock.bytes, i * stride);
      }
    }
  }

  private void canonicalise(byte[] bytes, int at) {
    for (int offset : f32Offsets) {
      if (Float.isNaN(Float.intBitsToFloat((int) INT.get(bytes, at + offset)))) {
        INT.set(bytes, at + offset, NAN32);
      }
    }
    for (int offset : f64Offsets) {
      if (Double.isNaN(Double.longBitsToDouble((long) LONG.get(bytes, at + offset)))) {
        LONG.set(bytes, at + offset, NAN64);
      }
    }
  }

  @Override
  int store(
      int count,
      int firstRow,
      int @Nullable [] selection,
      int from,
      long stamp,
      long @Nullable [] allowedRows) {
    byte[] loaded = clock.bytes;
    byte[] own = values;
    long[] stamps = written();
    boolean track = clock.trackWriters;
    int changed = 0;
    for (int i = 0; i < count; i++) {
      int row = selection == null ? firstRow + i : selection[from + i];
      if (differs(loaded, i * stride, own, row * stride, stride) && allowed(allowedRows, row)) {
        System.arraycopy(loaded, i * stride, own, row * stride, stride);
        if (track) {
          stamps[row] = stamp;
        }
        changed++;
      }
    }
    return changed;
  }

  private static boolean differs(byte[] a, int i, byte[] b, int j, int bytes) {
    int k = 0;
    for (; k + Integer.BYTES <= bytes; k += Integer.BYTES) {
      if ((int) INT.get(a, i + k) != (int) INT.get(b, j + k)) {
        return true;
      }
    }
    for (; k < bytes; k++) {
      if (a[i + k] != b[j + k]) {
        return true;
      }
    }
    return false;
  }

  @Override
  void initValue(int row, MemorySegment value, long offset) {
    MemorySegment.copy(value, ValueLayout.JAVA_BYTE, offset, values, row * stride, stride);
    canonicalise(values, row * stride);
  }

  @Override
  void initDefault(int row) {
    System.arraycopy(defaults, 0, values, row * stride, stride);
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

  @Override
  void transferValues(int[] rows, int[] targetRows, int[] lastRows, int count, Column target) {
    byte[] own = values;
    byte[] theirs = ((ByteColumn) target).values;
    int width = stride;
    for (int i = 0; i < count; i++) {
      System.arraycopy(own, rows[i] * width, theirs, targetRows[i] * width, width);
      System.arraycopy(own, lastRows[i] * width, own, rows[i] * width, width);
    }
  }
}

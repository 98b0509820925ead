package dev.vivarium.engine.ecs;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A column of a component that consists of i32 only.
public final class IntColumn extends Column {
  /// Rows up to this length are copied value by value; a bulk copy costs more than it saves.
  private static final int SHORT_ROW = 16;

  private final int stride;
  private final int[] defaults;
  private int[] values = new int[0];
  private MemorySegment segment = MemorySegment.ofArray(values);

  IntColumn(ComponentType type, RowSpace space) {
    super(type, space);
    this.stride = strideBytes() / Integer.BYTES;
    this.defaults = type.defaults().toArray(JAVA_INT_UNALIGNED);
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
      long stamp,
      long @Nullable [] allowedRows) {
    int[] loaded = clock.ints;
    int[] own = values;
    int width = stride;
    long[] stamps = written();
    boolean track = clock.trackWriters;
    int changed = 0;
    for (int i = 0; i < count; i++) {
      int row = selection == null ? firstRow + i : selection[from + i];
      if (differs(loaded, i * width, own, row * width, width) && allowed(allowedRows, row)) {
        copyRow(loaded, i * width, own, row * width, width);
        if (track) {
          stamps[row] = stamp;
        }
        changed++;
      }
    }
    return changed;
  }

  /// The first three values by hand: positions and velocities are the rows that matter most, and a
  /// loop over so few costs three times as much.
  private static boolean differs(int[] a, int i, int[] b, int j, int width) {
    int difference = a[i] ^ b[j];
    if (width >= 3) {
      difference |= a[i + 1] ^ b[j + 1];
      difference |= a[i + 2] ^ b[j + 2];
    } else if (width == 2) {
      difference |= a[i + 1] ^ b[j + 1];
    }
    for (int k = 3; k < width; k++) {
      difference |= a[i + k] ^ b[j + k];
    }
    return difference != 0;
  }

  private static void copyRow(int[] from, int i, int[] to, int j, int width) {
    if (width == 3) {
      to[j] = from[i];
      to[j + 1] = from[i + 1];
      to[j + 2] = from[i + 2];
    } else if (width <= SHORT_ROW) {
      for (int k = 0; k < width; k++) {
        to[j + k] = from[i + k];
      }
    } else {
      System.arraycopy(from, i, to, j, width);
    }
  }

  @Override
  void initValue(int row, MemorySegment value, long offset) {
    if (stride > SHORT_ROW) {
      load(value, offset, 1);
      System.arraycopy(clock.ints, 0, values, row * stride, stride);
      return;
    }
    int at = row * stride;
    for (int i = 0; i < stride; i++) {
      values[at + i] = value.get(JAVA_INT_UNALIGNED, offset + 4L * i);
    }
  }

  @Override
  void initDefault(int row) {
    copyRow(defaults, 0, values, row * stride, stride);
  }

  @Override
  void unload(int[] selection, int from, int count, MemorySegment dst, long at) {
    for (int i = 0; i < count; i++) {
      copyRow(values, selection[from + i] * stride, clock.ints, i * stride, stride);
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
    copyRow(values, from * stride, values, to * stride, stride);
  }

  @Override
  void copyValue(Column source, int from, int to) {
    copyRow(((IntColumn) source).values, from * stride, values, to * stride, stride);
  }

  @Override
  void transferValues(int[] rows, int[] targetRows, int[] lastRows, int count, Column target) {
    int[] own = values;
    int[] theirs = ((IntColumn) target).values;
    int width = stride;
    for (int i = 0; i < count; i++) {
      copyRow(own, rows[i] * width, theirs, targetRows[i] * width, width);
      copyRow(own, lastRows[i] * width, own, rows[i] * width, width);
    }
  }
}

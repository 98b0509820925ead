package dev.vivarium.engine.ecs;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A column of a component that consists of f32 only.
public final class FloatColumn extends Column {
  /// Rows up to this length are copied value by value; a bulk copy costs more than it saves.
  private static final int SHORT_ROW = 16;

  private final int stride;
  private final float[] defaults;
  private float[] values = new float[0];
  private MemorySegment segment = MemorySegment.ofArray(values);

  FloatColumn(ComponentType type, RowSpace space) {
    super(type, space);
    this.stride = strideBytes() / Float.BYTES;
    this.defaults = type.defaults().toArray(JAVA_FLOAT_UNALIGNED);
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
    MemorySegment.copy(src, at, clock.intBytes, 0, (long) count * strideBytes());
    if (hasNan(clock.ints, count * stride)) {
      canonicalise(clock.ints, count * stride);
    }
  }

  /// One pass that the compiler turns into vector code: only a NaN's magnitude carries into the
  /// sign.
  private static boolean hasNan(int[] bits, int count) {
    int carries = 0;
    for (int i = 0; i < count; i++) {
      carries |= (bits[i] & Integer.MAX_VALUE) + 0x007fffff;
    }
    return carries < 0;
  }

  private static void canonicalise(int[] bits, int count) {
    for (int i = 0; i < count; i++) {
      bits[i] = Float.floatToIntBits(Float.intBitsToFloat(bits[i]));
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
    if (stride == 3 && selection == null && allowedRows == null && clock.trackWriters) {
      return storeTriples(count, firstRow, stamp);
    }
    int[] loaded = clock.ints;
    float[] own = values;
    int width = stride;
    long[] stamps = written();
    boolean track = clock.trackWriters;
    int changed = 0;
    for (int i = 0; i < count; i++) {
      int row = selection == null ? firstRow + i : selection[from + i];
      if (differs(loaded, i * width, own, row * width, width) && allowed(allowedRows, row)) {
        write(loaded, i * width, own, row * width, width);
        if (track) {
          stamps[row] = stamp;
        }
        changed++;
      }
    }
    return changed;
  }

  /// The commonest case on its own: without inner loops and choices it runs a sixth faster.
  private int storeTriples(int count, int firstRow, long stamp) {
    int[] loaded = clock.ints;
    float[] own = values;
    long[] stamps = written();
    int ahead = firstRow * 3;
    int changed = 0;
    for (int i = 0; i < count; i++) {
      int at = i * 3;
      int x = loaded[at];
      int y = loaded[at + 1];
      int z = loaded[at + 2];
      if (((x ^ Float.floatToRawIntBits(own[ahead + at]))
              | (y ^ Float.floatToRawIntBits(own[ahead + at + 1]))
              | (z ^ Float.floatToRawIntBits(own[ahead + at + 2])))
          != 0) {
        own[ahead + at] = Float.intBitsToFloat(x);
        own[ahead + at + 1] = Float.intBitsToFloat(y);
        own[ahead + at + 2] = Float.intBitsToFloat(z);
        stamps[firstRow + i] = stamp;
        changed++;
      }
    }
    return changed;
  }

  /// The first three values by hand: positions and velocities are the rows that matter most, and a
  /// loop over so few costs three times as much.
  private static boolean differs(int[] a, int i, float[] b, int j, int width) {
    int difference = a[i] ^ Float.floatToRawIntBits(b[j]);
    if (width >= 3) {
      difference |= a[i + 1] ^ Float.floatToRawIntBits(b[j + 1]);
      difference |= a[i + 2] ^ Float.floatToRawIntBits(b[j + 2]);
    } else if (width == 2) {
      difference |= a[i + 1] ^ Float.floatToRawIntBits(b[j + 1]);
    }
    for (int k = 3; k < width; k++) {
      difference |= a[i + k] ^ Float.floatToRawIntBits(b[j + k]);
    }
    return difference != 0;
  }

  private static void write(int[] from, int i, float[] to, int j, int width) {
    if (width == 3) {
      to[j] = Float.intBitsToFloat(from[i]);
      to[j + 1] = Float.intBitsToFloat(from[i + 1]);
      to[j + 2] = Float.intBitsToFloat(from[i + 2]);
    } else {
      for (int k = 0; k < width; k++) {
        to[j + k] = Float.intBitsToFloat(from[i + k]);
      }
    }
  }

  private static void copyRow(float[] from, int i, float[] to, int j, int width) {
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
      write(clock.ints, 0, values, row * stride, stride);
      return;
    }
    int at = row * stride;
    for (int i = 0; i < stride; i++) {
      float read = value.get(JAVA_FLOAT_UNALIGNED, offset + 4L * i);
      values[at + i] = Float.isNaN(read) ? Float.NaN : read;
    }
  }

  @Override
  void initDefault(int row) {
    copyRow(defaults, 0, values, row * stride, stride);
  }

  @Override
  void unload(int[] selection, int from, int count, MemorySegment dst, long at) {
    for (int i = 0; i < count; i++) {
      copyRow(values, selection[from + i] * stride, clock.floats, i * stride, stride);
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
    copyRow(values, from * stride, values, to * stride, stride);
  }

  @Override
  void copyValue(Column source, int from, int to) {
    copyRow(((FloatColumn) source).values, from * stride, values, to * stride, stride);
  }

  @Override
  void transferValues(int[] rows, int[] targetRows, int[] lastRows, int count, Column target) {
    float[] own = values;
    float[] theirs = ((FloatColumn) target).values;
    int width = stride;
    for (int i = 0; i < count; i++) {
      copyRow(own, rows[i] * width, theirs, targetRows[i] * width, width);
      copyRow(own, lastRows[i] * width, own, rows[i] * width, width);
    }
  }
}

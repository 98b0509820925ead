package dev.vivarium.net.protocol.replication;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Fields to whole numbers and back, column by column.
final class Quantiser {
  private static final VarHandle F32 = view(float[].class);
  private static final VarHandle I32 = view(int[].class);
  private static final VarHandle I16 = view(short[].class);
  private static final double SQRT_2 = Math.sqrt(2);
  private static final double SHORTEST_QUATERNION = 1e-6;

  private Quantiser() {}

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }

  /// Quantises one field of the rows `rows[0..count)` of `raw` to `out[firstColumn +
  /// part][0..count)`.
  static void quantise(
      FieldPlan field,
      byte[] raw,
      int rowBytes,
      int[] rows,
      int count,
      int[][] out,
      int firstColumn) {
    int[] column = out[firstColumn];
    switch (field) {
      case FieldPlan.Step(int offset, float step) ->
          steps(raw, rowBytes, offset, rows, count, 1 / (double) step, column);
      case FieldPlan.Ranged ranged -> ranged(ranged, raw, rowBytes, rows, count, column);
      case FieldPlan.Quaternion(int offset, int bits) ->
          quaternions(raw, rowBytes, offset, rows, count, largestPart(bits), out, firstColumn);
      case FieldPlan.Whole(int offset, int sizeBytes) -> {
        for (int i = 0; i < count; i++) {
          column[i] = whole(raw, rows[i] * rowBytes + offset, sizeBytes);
        }
      }
      case FieldPlan.Bytes(int offset, int sizeBytes) -> {
        for (int part = 0; part < field.columns(); part++) {
          int from = offset + part * Integer.BYTES;
          int length = Math.min(Integer.BYTES, sizeBytes - part * Integer.BYTES);
          for (int i = 0; i < count; i++) {
            out[firstColumn + part][i] = bytes(raw, rows[i] * rowBytes + from, length);
          }
        }
      }
    }
  }

  private static void steps(
      byte[] raw, int rowBytes, int offset, int[] rows, int count, double perUnit, int[] out) {
    for (int i = 0; i < count; i++) {
      float value = (float) F32.get(raw, rows[i] * rowBytes + offset);
      out[i] = (int) Math.rint(value * perUnit);
    }
  }

  private static void ranged(
      FieldPlan.Ranged plan, byte[] raw, int rowBytes, int[] rows, int count, int[] out) {
    int last = lastStep(plan);
    for (int i = 0; i < count; i++) {
      float value = (float) F32.get(raw, rows[i] * rowBytes + plan.offset());
      int step = (int) Math.rint((value - (double) plan.min()) / plan.step());
      out[i] = Math.clamp(step, 0, last);
    }
  }

  private static int lastStep(FieldPlan.Ranged plan) {
    return (int) Math.floor((plan.max() - (double) plan.min()) / plan.step() + 1e-6);
  }

  /// The number that stands for 1/sqrt 2.
  private static int largestPart(int bits) {
    return (1 << (bits - 1)) - 1;
  }

  private static void quaternions(
      byte[] raw,
      int rowBytes,
      int offset,
      int[] rows,
      int count,
      int largestPart,
      int[][] out,
      int firstColumn) {
    int[] first = out[firstColumn];
    int[] second = out[firstColumn + 1];
    int[] third = out[firstColumn + 2];
    int[] largest = out[firstColumn + 3];
    for (int i = 0; i < count; i++) {
      int at = rows[i] * rowBytes + offset;
      float x = (float) F32.get(raw, at);
      float y = (float) F32.get(raw, at + 4);
      float z = (float) F32.get(raw, at + 8);
      float w = (float) F32.get(raw, at + 12);
      int index = largestOf(x, y, z, w);
      double length = Math.sqrt((double) x * x + (double) y * y + (double) z * z + (double) w * w);
      float top = index == 0 ? x : index == 1 ? y : index == 2 ? z : w;
      double factor = Math.copySign(SQRT_2 * largestPart, top) / length;
      if (!(length > SHORTEST_QUATERNION && length < Float.MAX_VALUE)) {
        index = 3;
        factor = 0;
        x = y = z = 0;
      }
      first[i] = (int) Math.rint((index == 0 ? y : x) * factor);
      second[i] = (int) Math.rint((index <= 1 ? z : y) * factor);
      third[i] = (int) Math.rint((index <= 2 ? w : z) * factor);
      largest[i] = index;
    }
  }

  /// The last one wins where two are equal, so that the identity stays where it is.
  private static int largestOf(float x, float y, float z, float w) {
    float a = Math.abs(x);
    float b = Math.abs(y);
    float c = Math.abs(z);
    int low = a > b ? 0 : 1;
    int high = c > Math.abs(w) ? 2 : 3;
    return Math.max(a, b) > Math.max(c, Math.abs(w)) ? low : high;
  }

  private static int whole(byte[] raw, int at, int sizeBytes) {
    return switch (sizeBytes) {
      case 1 -> raw[at];
      case 2 -> (short) I16.get(raw, at);
      default -> (int) I32.get(raw, at);
    };
  }

  private static int bytes(byte[] raw, int at, int length) {
    if (length == Integer.BYTES) {
      return (int) I32.get(raw, at);
    }
    int value = 0;
    for (int i = 0; i < length; i++) {
      value |= (raw[at + i] & 0xff) << (8 * i);
    }
    return value;
  }

  /// Writes one field of a row back to bytes at `at`, the row's start.
  static void restore(
      FieldPlan field, int[][] columns, int firstColumn, int row, byte[] out, int at) {
    int value = columns[firstColumn][row];
    switch (field) {
      case FieldPlan.Step(int offset, float step) ->
          F32.set(out, at + offset, (float) (value * (double) step));
      case FieldPlan.Ranged(int offset, float min, float max, float step) ->
          F32.set(out, at + offset, Math.min(max, (float) (min + value * (double) step)));
      case FieldPlan.Quaternion(int offset, int bits) ->
          restoreQuaternion(columns, firstColumn, row, largestPart(bits), out, at + offset);
      case FieldPlan.Whole(int offset, int sizeBytes) ->
          putBytes(value, out, at + offset, sizeBytes);
      case FieldPlan.Bytes(int offset, int sizeBytes) -> {
        for (int part = 0; part < field.columns(); part++) {
          int length = Math.min(Integer.BYTES, sizeBytes - part * Integer.BYTES);
          putBytes(
              columns[firstColumn + part][row], out, at + offset + part * Integer.BYTES, length);
        }
      }
    }
  }

  private static void restoreQuaternion(
      int[][] columns, int firstColumn, int row, int largestPart, byte[] out, int at) {
    int largest = columns[firstColumn + 3][row] & 3;
    double squares = 0;
    int column = firstColumn;
    for (int part = 0; part < 4; part++) {
      if (part != largest) {
        double value = columns[column++][row] / (SQRT_2 * largestPart);
        squares += value * value;
        F32.set(out, at + part * Float.BYTES, (float) value);
      }
    }
    F32.set(out, at + largest * Float.BYTES, (float) Math.sqrt(Math.max(0, 1 - squares)));
  }

  private static void putBytes(int value, byte[] out, int at, int length) {
    for (int i = 0; i < length; i++) {
      out[at + i] = (byte) (value >> (8 * i));
    }
  }
}

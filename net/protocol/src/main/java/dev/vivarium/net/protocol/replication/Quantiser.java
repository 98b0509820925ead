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
  private static final double SHORTEST_SQUARED = 1e-12;

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
    double scale = SQRT_2 * largestPart;
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
      float squares = x * x + y * y + z * z + w * w;
      if (!(squares > SHORTEST_SQUARED && squares < Float.MAX_VALUE)) {
        first[i] = second[i] = third[i] = 0;
        largest[i] = 3;
        continue;
      }
      int index = Math.max(Math.max(rank(x, 0), rank(y, 1)), Math.max(rank(z, 2), rank(w, 3))) & 3;
      float top = (float) F32.get(raw, at + index * 4);
      double factor = Math.copySign(scale, top) * inverseLength(squares);
      first[i] = round((float) F32.get(raw, at + (index < 1 ? 4 : 0)) * factor);
      second[i] = round((float) F32.get(raw, at + (index < 2 ? 8 : 4)) * factor);
      third[i] = round((float) F32.get(raw, at + (index < 3 ? 12 : 8)) * factor);
      largest[i] = index;
    }
  }

  /// Orders parts by size, and by index where they are equal but for their last bits; without
  /// branches, which could not be foreseen.
  private static int rank(float part, int index) {
    return (Float.floatToRawIntBits(part) & 0x7ffffffc) | index;
  }

  /// Without a root where the quaternion is as good as a unit already.
  private static double inverseLength(float squares) {
    double off = squares - 1.0;
    return Math.abs(off) < 1e-4 ? 1 - off / 2 : 1 / Math.sqrt(squares);
  }

  /// To the nearest, for values far smaller than 2^31.
  private static int round(double value) {
    return (int) Double.doubleToRawLongBits(value + 0x1.8p52);
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

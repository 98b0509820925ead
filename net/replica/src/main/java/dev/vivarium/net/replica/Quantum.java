package dev.vivarium.net.replica;

import dev.vivarium.net.protocol.replication.ComponentPlan;
import dev.vivarium.net.protocol.replication.FieldPlan;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/// How far a value may lie from the server's and still be called the same: what is lost on the way
/// of the one may round the other to the next step.
final class Quantum {
  private static final ValueLayout.OfFloat F32 =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Quantum() {}

  /// Whether each field of the row differs by no more than its step, or not at all where it has
  /// none.
  static boolean isWithin(ComponentPlan plan, byte[] server, byte[] own) {
    return plan.fields().stream().allMatch(field -> isWithin(field, server, own));
  }

  /// Whether the row's fields have the same bits.
  static boolean isSame(ComponentPlan plan, byte[] server, byte[] own) {
    return plan.fields().stream().allMatch(field -> isSame(field, server, own));
  }

  private static boolean isSame(FieldPlan field, byte[] server, byte[] own) {
    int from = field.offset();
    int to = from + field.sizeBytes();
    return Arrays.equals(server, from, to, own, from, to);
  }

  private static boolean isWithin(FieldPlan field, byte[] server, byte[] own) {
    if (isSame(field, server, own)) {
      return true;
    }
    return switch (field) {
      case FieldPlan.Step(int offset, float step) ->
          isNear(f32(server, offset), f32(own, offset), step);
      case FieldPlan.Ranged(int offset, float min, float max, float step) ->
          isNear(f32(server, offset), Math.clamp(f32(own, offset), min, max), step);
      case FieldPlan.Quaternion(int offset, int bits) -> isNear(server, own, offset, bits);
      case FieldPlan.Whole _, FieldPlan.Bytes _ -> false;
    };
  }

  private static boolean isNear(float server, float own, float step) {
    return Math.abs(server - (double) own) <= step + Math.ulp(server);
  }

  /// As directions: a quaternion and its negative turn alike.
  private static boolean isNear(byte[] server, byte[] own, int offset, int bits) {
    double dot = 0;
    double squares = 0;
    for (int part = 0; part < 4; part++) {
      double value = f32(own, offset + part * Float.BYTES);
      dot += value * f32(server, offset + part * Float.BYTES);
      squares += value * value;
    }
    double step = 1 / (Math.sqrt(2) * ((1 << (bits - 1)) - 1));
    double chordSquared = 2 - 2 * Math.abs(dot) / Math.sqrt(squares);
    return chordSquared <= 4 * step * step;
  }

  private static float f32(byte[] row, int at) {
    return MemorySegment.ofArray(row).get(F32, at);
  }
}

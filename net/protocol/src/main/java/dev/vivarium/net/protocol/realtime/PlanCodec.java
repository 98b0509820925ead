package dev.vivarium.net.protocol.realtime;

import dev.vivarium.net.protocol.replication.ComponentPlan;
import dev.vivarium.net.protocol.replication.FieldPlan;
import dev.vivarium.net.protocol.replication.ReplicationLimits;
import dev.vivarium.net.protocol.replication.SnapshotPlan;
import java.util.function.Supplier;

/// A replication plan as a part of messages, so that both sides have the very same one.
final class PlanCodec {
  static final int FIELDS = 256;
  private static final int NAME_BYTES = 256;
  private static final long MAX_BITS = 0xffff_ffffL;

  private static final int STEP = 0;
  private static final int RANGED = 1;
  private static final int QUATERNION = 2;
  private static final int WHOLE = 3;
  private static final int BYTES = 4;
  private static final int LEAST_FIELD_BYTES = 3;
  private static final int LEAST_COMPONENT_BYTES = 3;

  private PlanCodec() {}

  static void check(SnapshotPlan plan) {
    for (ComponentPlan component : plan.components()) {
      Limited.text("component", component.name(), NAME_BYTES);
      Limited.list("fields", component.fields(), FIELDS);
    }
  }

  static void write(SnapshotPlan plan, MessageWriter out) {
    out.varint(plan.epoch());
    out.varint(plan.components().size());
    for (ComponentPlan component : plan.components()) {
      out.text(component.name());
      out.varint(component.rowBytes());
      out.varint(component.fields().size());
      component.fields().forEach(field -> write(field, out));
    }
  }

  private static void write(FieldPlan field, MessageWriter out) {
    switch (field) {
      case FieldPlan.Step(int offset, float step) -> {
        start(STEP, offset, out);
        real(step, out);
      }
      case FieldPlan.Ranged(int offset, float min, float max, float step) -> {
        start(RANGED, offset, out);
        real(min, out);
        real(max, out);
        real(step, out);
      }
      case FieldPlan.Quaternion(int offset, int bits) -> {
        start(QUATERNION, offset, out);
        out.varint(bits);
      }
      case FieldPlan.Whole(int offset, int size) -> {
        start(WHOLE, offset, out);
        out.varint(size);
      }
      case FieldPlan.Bytes(int offset, int size) -> {
        start(BYTES, offset, out);
        out.varint(size);
      }
    }
  }

  private static void start(int kind, int offset, MessageWriter out) {
    out.u8(kind);
    out.varint(offset);
  }

  private static void real(float value, MessageWriter out) {
    out.varint(Integer.toUnsignedLong(Float.floatToRawIntBits(value)));
  }

  static SnapshotPlan read(MessageReader in) {
    int epoch = in.varint("epoch", Integer.MAX_VALUE);
    return made(
        in,
        () ->
            new SnapshotPlan(
                epoch,
                in.list(
                    "components",
                    ReplicationLimits.COMPONENTS,
                    LEAST_COMPONENT_BYTES,
                    PlanCodec::component)));
  }

  private static ComponentPlan component(MessageReader in) {
    String name = in.text("component", NAME_BYTES);
    int rowBytes = in.varint("rowBytes", ReplicationLimits.ROW_BYTES);
    return new ComponentPlan(
        name, rowBytes, in.list("fields", FIELDS, LEAST_FIELD_BYTES, PlanCodec::field));
  }

  private static FieldPlan field(MessageReader in) {
    int kind = in.u8("field");
    int offset = in.varint("offset", ReplicationLimits.ROW_BYTES);
    return switch (kind) {
      case STEP -> new FieldPlan.Step(offset, real(in));
      case RANGED -> new FieldPlan.Ranged(offset, real(in), real(in), real(in));
      case QUATERNION -> new FieldPlan.Quaternion(offset, in.varint("bits", 16));
      case WHOLE -> new FieldPlan.Whole(offset, in.varint("size", Integer.BYTES));
      case BYTES -> new FieldPlan.Bytes(offset, in.varint("size", ReplicationLimits.ROW_BYTES));
      default -> throw in.malformed("field", "no field plan of kind " + kind);
    };
  }

  private static float real(MessageReader in) {
    return Float.intBitsToFloat((int) in.varint("number", MAX_BITS));
  }

  /// The records check themselves; what they refuse is the sender's mistake.
  private static SnapshotPlan made(MessageReader in, Supplier<SnapshotPlan> plan) {
    try {
      return plan.get();
    } catch (IllegalArgumentException e) {
      throw in.malformed("plan", String.valueOf(e.getMessage()));
    }
  }
}

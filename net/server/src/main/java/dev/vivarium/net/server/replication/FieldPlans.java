package dev.vivarium.net.server.replication;

import dev.vivarium.engine.schema.Field;
import dev.vivarium.engine.schema.Kind;
import dev.vivarium.engine.schema.Layout;
import dev.vivarium.engine.schema.Range;
import dev.vivarium.net.protocol.replication.FieldPlan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides by unit, range and type how finely a field is sent.
final class FieldPlans {
  private static final float LENGTH_STEP_M = 1 / 512f;
  private static final float SPEED_STEP_M_PER_S = 1 / 256f;
  private static final float ANGLE_STEP_RAD = 1 / 1024f;
  private static final int ROTATION_BITS = 9;
  private static final double STEPS_OF_A_RANGE = 65_535;

  /// A wider range is only a guard against nonsense: in steps of it, a light of 1 would be dark.
  private static final double WIDEST_RANGE = 1_024;

  private FieldPlans() {}

  static List<FieldPlan> of(Layout layout) {
    List<FieldPlan> plans = new ArrayList<>();
    for (int i = 0; i < layout.fields().size(); i++) {
      add(layout.fields().get(i), layout.offset(i), plans);
    }
    return plans;
  }

  private static void add(Field field, int at, List<FieldPlan> plans) {
    switch (field.type().kind()) {
      case F32, VEC2, VEC3, VEC4, COLOR -> {
        for (int part = 0; part < field.type().kind().floats(); part++) {
          plans.add(real(field, at + part * Float.BYTES));
        }
      }
      case QUAT -> plans.add(new FieldPlan.Quaternion(at, ROTATION_BITS));
      case I32, U32, I16, U16, I8, U8, BOOL, ENUM ->
          plans.add(new FieldPlan.Whole(at, field.type().sizeBytes()));
      case F64, I64, U64, MAT4, ENTITY, ASSET, BLOB, CHARS, ARRAY ->
          plans.add(new FieldPlan.Bytes(at, field.type().sizeBytes()));
      case STRING, BYTES, LIST, UNION ->
          throw new IllegalArgumentException(field.name() + " is no field of a component");
    }
  }

  private static FieldPlan real(Field field, int at) {
    boolean measured = field.type().kind() != Kind.COLOR;
    String unit = measured && field.unit() != null ? field.unit() : "";
    return switch (unit) {
      case "m" -> new FieldPlan.Step(at, LENGTH_STEP_M);
      case "m/s" -> new FieldPlan.Step(at, SPEED_STEP_M_PER_S);
      case "rad", "rad/s" -> new FieldPlan.Step(at, ANGLE_STEP_RAD);
      default -> ranged(field.range(), at);
    };
  }

  private static FieldPlan ranged(@Nullable Range range, int at) {
    if (range != null) {
      float min = (float) range.min();
      float max = (float) range.max();
      double width = max - (double) min;
      float step = (float) (width / STEPS_OF_A_RANGE);
      if (width <= WIDEST_RANGE && step > 0 && Float.isFinite(1 / step)) {
        return new FieldPlan.Ranged(at, min, max, step);
      }
    }
    return new FieldPlan.Whole(at, Float.BYTES);
  }
}

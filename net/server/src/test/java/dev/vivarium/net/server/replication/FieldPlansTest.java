package dev.vivarium.net.server.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vivarium.engine.schema.Field;
import dev.vivarium.engine.schema.Layout;
import dev.vivarium.engine.schema.SchemaLimits;
import dev.vivarium.net.protocol.realtime.RealtimeCodec;
import dev.vivarium.net.protocol.realtime.SchemaEpoch;
import dev.vivarium.net.protocol.realtime.WorldHalves;
import dev.vivarium.net.protocol.replication.ComponentPlan;
import dev.vivarium.net.protocol.replication.FieldPlan;
import dev.vivarium.net.protocol.replication.SnapshotPlan;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldPlansTest {
  private static List<FieldPlan> plans(Field... fields) {
    return FieldPlans.of(Layout.of(List.of(fields)));
  }

  @Test
  void unitsDecideTheStepOfVectorsAndNumbers() {
    assertEquals(
        List.of(new FieldPlan.Step(0, 1 / 512f), new FieldPlan.Step(4, 1 / 512f)),
        plans(Field.of("at", "vec2").withUnit("m")));
    assertEquals(
        List.of(new FieldPlan.Step(0, 1 / 256f)), plans(Field.of("v", "f32").withUnit("m/s")));
    assertEquals(
        List.of(new FieldPlan.Step(0, 1 / 1024f)), plans(Field.of("a", "f32").withUnit("rad")));
    assertEquals(
        List.of(new FieldPlan.Step(0, 1 / 1024f)), plans(Field.of("a", "f32").withUnit("rad/s")));
  }

  @Test
  void aRangeIsSentInSteps() {
    assertEquals(
        List.of(new FieldPlan.Ranged(0, -1, 1, 2 / 65_535f)),
        plans(Field.of("x", "f32").withRange(-1, 1)));
  }

  @Test
  void numbersWithoutUnitOrWithARangeWiderThanAnyStepsAreExact() {
    List<FieldPlan> exact = List.of(new FieldPlan.Whole(0, 4));
    assertEquals(exact, plans(Field.of("x", "f32")));
    assertEquals(exact, plans(Field.of("x", "f32").withUnit("kg")));
    assertEquals(exact, plans(Field.of("x", "f32").withRange(0, 1e6)));
    assertEquals(exact, plans(Field.of("x", "f32").withRange(2, 2)));
    assertEquals(exact, plans(Field.of("x", "f32").withRange(-1e300, 1e300)));
    assertEquals(exact, plans(Field.of("x", "f32").withRange(0, 1e-40)));
  }

  @Test
  void everythingElseIsExactToo() {
    assertEquals(
        List.of(
            new FieldPlan.Quaternion(0, 9),
            new FieldPlan.Bytes(16, 8),
            new FieldPlan.Bytes(24, 8),
            new FieldPlan.Whole(32, 4),
            new FieldPlan.Whole(36, 2),
            new FieldPlan.Whole(38, 1),
            new FieldPlan.Whole(39, 1),
            new FieldPlan.Bytes(40, 5),
            new FieldPlan.Bytes(46, 6)),
        plans(
            Field.of("turn", "quat"),
            Field.of("target", "entity"),
            Field.of("count", "u64"),
            Field.of("age", "i32"),
            Field.of("small", "u16"),
            Field.of("on", "bool"),
            Field.of("kind", "enum(A,B)"),
            Field.of("name", "char[5]"),
            Field.of("row", "u16[3]")));
  }

  @Test
  void theLargestSchemaFitsIntoAPlan() {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < SchemaLimits.FIELDS; i++) {
      fields.add(Field.of("f" + i, "vec4").withUnit("m"));
    }
    var plan =
        new SnapshotPlan(
            1, List.of(new ComponentPlan("a/A", 1024, FieldPlans.of(Layout.of(fields)))));

    byte[] world =
        RealtimeCodec.encode(new SchemaEpoch(1, new WorldHalves(plan, new byte[0], List.of())));

    SchemaEpoch read = (SchemaEpoch) RealtimeCodec.decodeFromServer(world);
    assertEquals(plan, read.world().plan());
  }
}

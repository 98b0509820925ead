package dev.vivarium.net.protocol.replication;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SnapshotBuilderTest {
  private static final SnapshotPlan ONE =
      new SnapshotPlan(
          1,
          List.of(
              new ComponentPlan(
                  "One",
                  24,
                  List.of(new FieldPlan.Step(0, 1f / 512), new FieldPlan.Quaternion(4, 9)))));

  @Test
  void positionsComeBackWithinHalfAStepAndRotationsWithinATenthOfTheirRange() {
    var random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      float[] values = new float[5];
      values[0] = random.nextFloat() * 2000 - 1000;
      double length = 0;
      for (int part = 1; part < 5; part++) {
        values[part] = (float) random.nextGaussian();
        length += values[part] * (double) values[part];
      }
      for (int part = 1; part < 5; part++) {
        values[part] /= (float) Math.sqrt(length);
      }
      float[] back = back(values);
      assertEquals(values[0], back[0], 0.5 / 512 + 1e-4);
      double dot = 0;
      for (int part = 1; part < 5; part++) {
        dot += values[part] * (double) back[part];
      }
      // q and -q are the same rotation.
      assertTrue(2 * Math.acos(Math.min(1, Math.abs(dot))) < Math.toRadians(0.45), dot + "");
    }
  }

  @Test
  void whatIsNoNumberOrNoRotationGetsAPlainValue() {
    assertArrayEquals(
        new float[] {0, 0, 0, 0, 1}, back(new float[] {Float.NaN, 0, 0, 0, 0}), 1e-6f);
    assertArrayEquals(
        new float[] {0, 0, 0, 0, 1}, back(new float[] {0, Float.NaN, 1, 2, 3}), 1e-6f);
    float[] far = back(new float[] {Float.POSITIVE_INFINITY, 0, 0, 0, 1});
    assertEquals(Integer.MAX_VALUE / 512f, far[0]);
  }

  @Test
  void quantisingTwiceChangesNothing() {
    float[] once = back(new float[] {1.2345f, 0.5f, -0.5f, 0.5f, 0.5f});
    assertArrayEquals(once, back(once));
  }

  @Test
  void orderOfArrivalDoesNotMatter() {
    byte[] rows = rows(new float[] {1, 0, 0, 0, 1}, new float[] {2, 0, 0, 0, 1});
    var one = new SnapshotBuilder(ONE);
    var other = new SnapshotBuilder(ONE);
    one.begin(0);
    one.entities(new long[] {9, 5}, new int[] {1, 2}, 0, 2);
    one.rows(0, new long[] {9, 5}, 0, 2, MemorySegment.ofArray(rows), 0);
    other.begin(0);
    other.entities(new long[] {5, 9}, new int[] {2, 1}, 0, 2);
    other.rows(0, new long[] {5}, 0, 1, MemorySegment.ofArray(rows), 24);
    other.rows(0, new long[] {9}, 0, 1, MemorySegment.ofArray(rows), 0);
    Snapshot first = one.finish();
    assertTrue(first.sameState(other.finish()));
    assertEquals(2, first.owner(first.indexOf(5)));
  }

  @Test
  void whatDidNotChangeIsShared() {
    var builder = new SnapshotBuilder(ONE);
    byte[] rows = rows(new float[] {1, 0, 0, 0, 1});
    Snapshot first = build(builder, 1, rows);
    Snapshot second = build(builder, 2, rows);
    assertSame(first.components[0], second.components[0]);
    assertSame(first.ids, second.ids);
    Snapshot third = build(builder, 3, rows(new float[] {2, 0, 0, 0, 1}));
    assertSame(first.components[0].columns[1], third.components[0].columns[1]);
    assertFalse(first.sameState(third));
  }

  @Test
  void refusesWhatItsCallerGotWrong() {
    var builder = new SnapshotBuilder(ONE);
    builder.begin(1);
    builder.entities(new long[] {5, 5}, new int[2], 0, 2);
    assertThrows(IllegalArgumentException.class, builder::finish);
    builder.begin(2);
    builder.rows(0, new long[] {5}, 0, 1, MemorySegment.ofArray(new byte[24]), 0);
    assertThrows(IllegalArgumentException.class, builder::finish);
    assertThrows(
        IllegalArgumentException.class,
        () -> new ComponentPlan("Short", 2, List.of(new FieldPlan.Whole(0, 4))));
  }

  @Test
  void aTickThatWasNotFinishedLeavesNothingBehind() {
    var builder = new SnapshotBuilder(ONE);
    build(builder, 1, rows(new float[] {1, 0, 0, 0, 1}));
    builder.begin(2);
    byte[] rows = rows(new float[] {2, 0, 0, 0, 1});
    builder.rows(0, new long[] {5}, 0, 1, MemorySegment.ofArray(rows), 0);
    assertEquals(1024, build(builder, 3, rows).components[0].columns[0][0]);
  }

  @Test
  void selectingAllIsTheSnapshotItself() {
    Snapshot all = build(new SnapshotBuilder(ONE), 1, rows(new float[] {1, 0, 0, 0, 1}));
    var bits = new BitSet();
    assertEquals(0, all.select(bits).entities());
    bits.set(0);
    assertSame(all, all.select(bits));
  }

  private static Snapshot build(SnapshotBuilder builder, long tick, byte[] rows) {
    return CubePlan.build(builder, tick, new long[] {5}, rows);
  }

  private static float[] back(float[] values) {
    Snapshot snapshot = build(new SnapshotBuilder(ONE), 1, rows(values));
    byte[] out = new byte[24];
    snapshot.copyRow(0, 0, out, 0);
    float[] back = new float[5];
    ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(back);
    return back;
  }

  private static byte[] rows(float[]... values) {
    ByteBuffer rows = ByteBuffer.allocate(24 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < values.length; i++) {
      rows.position(i * 24).slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values[i]);
    }
    return rows.array();
  }
}

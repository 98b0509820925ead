package dev.vivarium.net.protocol.replication;

import java.lang.foreign.MemorySegment;
import java.util.List;

/// How the cubes' transforms are quantised: 1/512 m, nine bits a part of a quaternion, exact scale.
final class CubePlan {
  static final SnapshotPlan PLAN = plan(9);

  private CubePlan() {}

  static SnapshotPlan plan(int quaternionBits) {
    return new SnapshotPlan(
        1,
        List.of(
            new ComponentPlan(
                "Transform",
                CubeScene.ROW_BYTES,
                List.of(
                    new FieldPlan.Step(0, 1f / 512),
                    new FieldPlan.Step(4, 1f / 512),
                    new FieldPlan.Step(8, 1f / 512),
                    new FieldPlan.Quaternion(12, quaternionBits),
                    new FieldPlan.Whole(28, 4),
                    new FieldPlan.Whole(32, 4),
                    new FieldPlan.Whole(36, 4)))));
  }

  static Snapshot build(SnapshotBuilder builder, long tick, long[] ids, byte[] rows) {
    builder.begin(tick);
    builder.entities(ids, new int[ids.length], 0, ids.length);
    builder.rows(0, ids, 0, ids.length, MemorySegment.ofArray(rows), 0);
    return builder.finish();
  }

  static long[] ids(int count) {
    long[] ids = new long[count];
    for (int i = 0; i < count; i++) {
      ids[i] = CubeScene.id(i);
    }
    return ids;
  }
}

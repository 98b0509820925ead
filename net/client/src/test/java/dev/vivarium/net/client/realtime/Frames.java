package dev.vivarium.net.client.realtime;

import dev.vivarium.net.protocol.realtime.ClientHalf;
import dev.vivarium.net.protocol.realtime.State;
import dev.vivarium.net.protocol.realtime.WorldHalves;
import dev.vivarium.net.protocol.replication.BaselinePolicy;
import dev.vivarium.net.protocol.replication.ClientBaselines;
import dev.vivarium.net.protocol.replication.ComponentPlan;
import dev.vivarium.net.protocol.replication.FieldPlan;
import dev.vivarium.net.protocol.replication.FrameEncoder;
import dev.vivarium.net.protocol.replication.Snapshot;
import dev.vivarium.net.protocol.replication.SnapshotBuilder;
import dev.vivarium.net.protocol.replication.SnapshotPlan;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// A server's frames of a world with one entity and one number.
final class Frames {
  static final long ENTITY = 1L << 40;

  private final SnapshotPlan plan;
  private final SnapshotBuilder builder;
  private final FrameEncoder encoder = new FrameEncoder();
  private final ClientBaselines baselines = new ClientBaselines(BaselinePolicy.SENT);

  Frames(int epoch) {
    plan =
        new SnapshotPlan(
            epoch,
            List.of(new ComponentPlan("test/One", 4, List.of(new FieldPlan.Step(0, 1f / 512)))));
    builder = new SnapshotBuilder(plan);
  }

  WorldHalves world(ClientHalf... halves) {
    return new WorldHalves(plan, new byte[] {1, 2}, List.of(halves));
  }

  State state(long tick, float value) {
    byte[] row = new byte[4];
    ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN).putFloat(value);
    builder.begin(tick);
    builder.entities(new long[] {ENTITY}, new int[1], 0, 1);
    builder.rows(0, new long[] {ENTITY}, 0, 1, MemorySegment.ofArray(row), 0);
    return new State(encoder.encode(baselines, builder.finish()));
  }

  static float value(Snapshot snapshot) {
    byte[] row = new byte[4];
    snapshot.copyRow(0, 0, row, 0);
    return ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN).getFloat();
  }
}

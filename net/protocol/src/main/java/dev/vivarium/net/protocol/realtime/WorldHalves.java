package dev.vivarium.net.protocol.realtime;

import dev.vivarium.net.protocol.replication.SnapshotPlan;
import java.util.List;

/// What a world is made of for its clients, from one reload to the next.
///
/// @param plan how the replicated components are quantised; its components are the first ones of
///   the schemas, in the same order
/// @param schemas components and channels, in the form that engine and replica share; their places
///   in it are the numbers by which inputs and remote messages name them
/// @param halves in the order in which they run
public record WorldHalves(SnapshotPlan plan, byte[] schemas, List<ClientHalf> halves) {
  public static final int SCHEMA_BYTES = 4 << 20;
  public static final int HALVES = 256;

  public WorldHalves {
    halves = List.copyOf(halves);
    PlanCodec.check(plan);
    Limited.bytes("schemas", schemas, SCHEMA_BYTES);
    Limited.list("halves", halves, HALVES);
  }

  /// Counts the sets of schemas that the world has had; frames, remote messages and inputs carry
  /// the one that they were written for.
  public int epoch() {
    return plan.epoch();
  }

  void write(MessageWriter out) {
    PlanCodec.write(plan, out);
    out.bytes(schemas);
    out.varint(halves.size());
    halves.forEach(half -> half.write(out));
  }

  static WorldHalves read(MessageReader in) {
    return new WorldHalves(
        PlanCodec.read(in),
        in.bytes("schemas", SCHEMA_BYTES),
        in.list("halves", HALVES, ClientHalf.LEAST_BYTES, ClientHalf::read));
  }
}

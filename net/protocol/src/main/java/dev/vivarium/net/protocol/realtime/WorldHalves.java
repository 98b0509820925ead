package dev.vivarium.net.protocol.realtime;

import java.util.List;

/// What a world is made of for its clients, from one reload to the next.
///
/// @param epoch counts the sets of schemas that the world has had; frames, remote messages and
///   inputs carry the one that they were written for
/// @param schemas components and channels, in the form that engine and replica share
/// @param halves in the order in which they run
public record WorldHalves(int epoch, byte[] schemas, List<ClientHalf> halves) {
  public static final int SCHEMA_BYTES = 4 << 20;
  public static final int HALVES = 256;

  public WorldHalves {
    halves = List.copyOf(halves);
    Limited.number("epoch", epoch, Integer.MAX_VALUE);
    Limited.bytes("schemas", schemas, SCHEMA_BYTES);
    Limited.list("halves", halves, HALVES);
  }

  void write(MessageWriter out) {
    out.varint(epoch);
    out.bytes(schemas);
    out.varint(halves.size());
    halves.forEach(half -> half.write(out));
  }

  static WorldHalves read(MessageReader in) {
    return new WorldHalves(
        in.varint("epoch", Integer.MAX_VALUE),
        in.bytes("schemas", SCHEMA_BYTES),
        in.list("halves", HALVES, ClientHalf.LEAST_BYTES, ClientHalf::read));
  }
}

package dev.vivarium.net.protocol.realtime;

/// A reload has reached the clients: from `tick` on, frames have this epoch.
public record SchemaEpoch(long tick, WorldHalves world) implements FromServer {
  public SchemaEpoch {
    Limited.number("tick", tick, Long.MAX_VALUE);
  }

  void write(MessageWriter out) {
    out.varint(tick);
    world.write(out);
  }

  static SchemaEpoch read(MessageReader in) {
    return new SchemaEpoch(in.varint("tick", Long.MAX_VALUE), WorldHalves.read(in));
  }
}

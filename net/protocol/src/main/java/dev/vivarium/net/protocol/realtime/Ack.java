package dev.vivarium.net.protocol.realtime;

/// Says which frame the client holds.
///
/// @param tick of the newest frame applied; of no meaning where `needsFull`
/// @param needsFull whether a frame came that could not be applied, so that only a full one helps
public record Ack(long tick, boolean needsFull) implements FromClient {
  public Ack {
    Limited.number("tick", tick, Long.MAX_VALUE);
  }

  void write(MessageWriter out) {
    out.varint(tick);
    out.flag(needsFull);
  }

  static Ack read(MessageReader in) {
    return new Ack(in.varint("tick", Long.MAX_VALUE), in.flag("needsFull"));
  }
}

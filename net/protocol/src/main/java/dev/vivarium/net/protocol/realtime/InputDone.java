package dev.vivarium.net.protocol.realtime;

/// Says that the world has taken an input, and those before it: states from `tick` on hold it, so
/// the client predicts from there with what it did since.
public record InputDone(long sequence, long tick) implements FromServer {
  public InputDone {
    Limited.number("sequence", sequence, Long.MAX_VALUE);
    Limited.number("tick", tick, Long.MAX_VALUE);
  }

  void write(MessageWriter out) {
    out.varint(sequence);
    out.varint(tick);
  }

  static InputDone read(MessageReader in) {
    return new InputDone(in.varint("sequence", Long.MAX_VALUE), in.varint("tick", Long.MAX_VALUE));
  }
}

package dev.vivarium.net.protocol.realtime;

/// Answers a [Ping] at once.
///
/// @param sentNanos that of the ping
/// @param answeredNanos the answering side's clock, of any origin
/// @param tick the answering side's world then
public record Pong(long sentNanos, long answeredNanos, long tick)
    implements FromClient, FromServer {
  public Pong {
    Limited.number("tick", tick, Long.MAX_VALUE);
  }

  void write(MessageWriter out) {
    out.u64(sentNanos);
    out.u64(answeredNanos);
    out.varint(tick);
  }

  static Pong read(MessageReader in) {
    return new Pong(
        in.u64("sentNanos"), in.u64("answeredNanos"), in.varint("tick", Long.MAX_VALUE));
  }
}

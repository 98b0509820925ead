package dev.vivarium.net.protocol.realtime;

/// Asks for a [Pong].
///
/// @param sentNanos the sender's clock, of any origin
public record Ping(long sentNanos) implements FromClient, FromServer {
  void write(MessageWriter out) {
    out.u64(sentNanos);
  }

  static Ping read(MessageReader in) {
    return new Ping(in.u64("sentNanos"));
  }
}

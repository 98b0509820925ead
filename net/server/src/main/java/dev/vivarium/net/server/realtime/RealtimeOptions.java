package dev.vivarium.net.server.realtime;

import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.net.protocol.realtime.RealtimeLimits;
import dev.vivarium.net.server.transport.SocketLimits;
import java.time.Duration;

/// What connections of the realtime protocol may do.
///
/// @param helloWait for a connection's first message
/// @param handshakesPerAddressAndMinute connections of one address that may say Hello
public record RealtimeOptions(
    SocketLimits socket, Duration helloWait, int handshakesPerAddressAndMinute, NanoClock clock) {
  private static final int QUEUED = 16_384;

  public static final RealtimeOptions DEFAULT =
      new RealtimeOptions(
          new SocketLimits(
              false,
              RealtimeLimits.FROM_CLIENT_BYTES,
              QUEUED,
              Duration.ofSeconds(15),
              Duration.ofSeconds(25),
              500,
              512 << 10),
          Duration.ofSeconds(10),
          600,
          NanoClock.SYSTEM);

  public RealtimeOptions withHelloWait(Duration changed) {
    return new RealtimeOptions(socket, changed, handshakesPerAddressAndMinute, clock);
  }

  public RealtimeOptions withHandshakes(int perAddressAndMinute) {
    return new RealtimeOptions(socket, helloWait, perAddressAndMinute, clock);
  }

  public RealtimeOptions withSocket(SocketLimits changed) {
    return new RealtimeOptions(changed, helloWait, handshakesPerAddressAndMinute, clock);
  }

  public RealtimeOptions withClock(NanoClock changed) {
    return new RealtimeOptions(socket, helloWait, handshakesPerAddressAndMinute, changed);
  }
}

package dev.vivarium.net.protocol.realtime;

import dev.vivarium.net.protocol.replication.ReplicationLimits;

/// The largest messages of either direction; the limits of their parts stand with each message.
public final class RealtimeLimits {
  /// Bytes of a message from a client.
  public static final int FROM_CLIENT_BYTES = 128 << 10;

  /// Bytes of a message from the server: of a full frame, with some room.
  public static final int FROM_SERVER_BYTES = ReplicationLimits.FRAME_BYTES + 64;

  private RealtimeLimits() {}
}

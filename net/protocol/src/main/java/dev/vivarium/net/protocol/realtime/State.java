package dev.vivarium.net.protocol.realtime;

import dev.vivarium.net.protocol.replication.ReplicationLimits;

/// A replication frame, to the end of the message: the same bytes for all clients who see the same.
public record State(byte[] frame) implements FromServer {
  public State {
    Limited.bytes("frame", frame, ReplicationLimits.FRAME_BYTES);
  }

  void write(MessageWriter out) {
    out.raw(frame);
  }

  static State read(MessageReader in) {
    return new State(in.rest("frame", ReplicationLimits.FRAME_BYTES));
  }
}

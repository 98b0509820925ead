package dev.vivarium.net.server.room;

import dev.vivarium.engine.bus.Message;
import dev.vivarium.net.protocol.replication.Snapshot;
import dev.vivarium.net.server.replication.WorldEpoch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a tick leaves for those who are in the room. Immutable; handed from the world's thread to
/// the room's.
///
/// @param snapshot null if nobody looks, or it was more than can be replicated
/// @param leaving what the world's plugins sent
/// @param inputs that the tick took
record TickDone(
    WorldEpoch epoch,
    long tick,
    long tickNanos,
    @Nullable Snapshot snapshot,
    List<Message> leaving,
    List<Taken> inputs) {
  /// The newest input of a client that the world has taken.
  record Taken(RealtimeGuest guest, long sequence) {}

  TickDone {
    leaving = List.copyOf(leaving);
    inputs = List.copyOf(inputs);
  }
}

package dev.vivarium.net.client.realtime;

import dev.vivarium.net.protocol.realtime.Ack;
import dev.vivarium.net.protocol.realtime.WorldHalves;
import dev.vivarium.net.protocol.replication.FrameDecoder;
import dev.vivarium.net.protocol.replication.OtherEpochException;
import dev.vivarium.net.protocol.replication.Snapshot;
import dev.vivarium.net.protocol.replication.UnknownBaselineException;
import org.jspecify.annotations.Nullable;

/// The frames of one epoch as they come, and the answers they want.
final class WorldView {
  /// What came of a frame.
  ///
  /// @param snapshot null if it was passed over
  /// @param ack null if there is nothing to say
  record Outcome(@Nullable Snapshot snapshot, @Nullable Ack ack) {
    static final Outcome DROPPED = new Outcome(null, null);
  }

  private final FrameDecoder decoder;
  private final int epoch;
  private boolean hasAskedForFull;

  WorldView(WorldHalves world) {
    decoder = new FrameDecoder(world.plan());
    epoch = world.epoch();
  }

  int epoch() {
    return epoch;
  }

  /// Tick of the newest state; 0 before the first.
  long tick() {
    Snapshot newest = decoder.newest();
    return newest == null ? 0 : newest.tick();
  }

  /// @throws dev.vivarium.net.protocol.replication.MalformedFrameException if it is none
  Outcome apply(byte[] frame) {
    try {
      Snapshot snapshot = decoder.decode(frame);
      if (snapshot == null) {
        return Outcome.DROPPED;
      }
      hasAskedForFull = false;
      return new Outcome(snapshot, new Ack(snapshot.tick(), false));
    } catch (OtherEpochException _) {
      return Outcome.DROPPED;
    } catch (UnknownBaselineException _) {
      return askForFull();
    }
  }

  /// Once: frames that were under way then cannot be applied either.
  private Outcome askForFull() {
    if (hasAskedForFull) {
      return Outcome.DROPPED;
    }
    hasAskedForFull = true;
    return new Outcome(null, new Ack(tick(), true));
  }
}

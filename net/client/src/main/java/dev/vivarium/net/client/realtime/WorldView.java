package dev.vivarium.net.client.realtime;

import dev.vivarium.net.protocol.realtime.Ack;
import dev.vivarium.net.protocol.realtime.WorldHalves;
import dev.vivarium.net.protocol.replication.FrameDecoder;
import dev.vivarium.net.protocol.replication.FrameHeader;
import dev.vivarium.net.protocol.replication.OtherEpochException;
import dev.vivarium.net.protocol.replication.Snapshot;
import dev.vivarium.net.protocol.replication.UnknownBaselineException;
import org.jspecify.annotations.Nullable;

/// The frames of one epoch as they come, and the answers they want.
final class WorldView {
  /// Frames of which one is acknowledged: a server lets many more be open, and each message that it
  /// receives costs it about as much as one that it sends.
  static final int FRAMES_PER_ACK = 20;

  /// What came of a frame.
  ///
  /// @param tick negative if it was passed over
  /// @param snapshot null if it was passed over, or is not wanted
  /// @param ack null if there is nothing to say
  record Outcome(long tick, @Nullable Snapshot snapshot, @Nullable Ack ack) {
    static final Outcome DROPPED = new Outcome(-1, null, null);
  }

  private final FrameDecoder decoder;
  private final int epoch;
  private final boolean isDecoding;
  private boolean hasAskedForFull;
  private int untilAck;
  private long lastTick = -1;

  /// @param isDecoding else of frames only the tick is read
  WorldView(WorldHalves world, boolean isDecoding) {
    this.isDecoding = isDecoding;
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
    if (!isDecoding) {
      return glance(frame);
    }
    try {
      Snapshot snapshot = decoder.decode(frame);
      return snapshot == null
          ? Outcome.DROPPED
          : new Outcome(snapshot.tick(), snapshot, ack(snapshot.tick()));
    } catch (OtherEpochException _) {
      return Outcome.DROPPED;
    } catch (UnknownBaselineException _) {
      return askForFull();
    }
  }

  private Outcome glance(byte[] frame) {
    FrameHeader header = FrameHeader.read(frame);
    if (header.epoch() != epoch || header.tick() <= lastTick) {
      return Outcome.DROPPED;
    }
    lastTick = header.tick();
    return new Outcome(lastTick, null, ack(lastTick));
  }

  private @Nullable Ack ack(long tick) {
    if (hasAskedForFull) {
      hasAskedForFull = false;
      untilAck = 0;
    }
    boolean isDue = untilAck == 0;
    untilAck = isDue ? FRAMES_PER_ACK - 1 : untilAck - 1;
    return isDue ? new Ack(tick, false) : null;
  }

  /// Once: frames that were under way then cannot be applied either.
  private Outcome askForFull() {
    if (hasAskedForFull) {
      return Outcome.DROPPED;
    }
    hasAskedForFull = true;
    return new Outcome(-1, null, new Ack(tick(), true));
  }
}

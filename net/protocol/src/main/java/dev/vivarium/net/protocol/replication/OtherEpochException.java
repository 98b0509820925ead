package dev.vivarium.net.protocol.replication;

import java.io.Serial;

/// A frame of schemas other than those that the receiver has now: of before a reload, if its epoch
/// is the lower one, and then to be dropped; else its schemas have yet to come.
public final class OtherEpochException extends FrameException {
  @Serial private static final long serialVersionUID = 1L;

  private final int frameEpoch;

  OtherEpochException(long tick, int frameEpoch, int ownEpoch) {
    super("frame %d has schema epoch %d, not %d".formatted(tick, frameEpoch, ownEpoch));
    this.frameEpoch = frameEpoch;
  }

  public int frameEpoch() {
    return frameEpoch;
  }
}

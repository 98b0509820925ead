package dev.vivarium.net.protocol.replication;

import java.io.Serial;

/// A delta against a frame that this side does not hold. The receiver drops it and, if the link is
/// a reliable one, asks for a full frame.
public final class UnknownBaselineException extends FrameException {
  @Serial private static final long serialVersionUID = 1L;

  private final long baselineTick;

  UnknownBaselineException(long tick, long baselineTick) {
    super("frame " + tick + " needs frame " + baselineTick + ", which is not held");
    this.baselineTick = baselineTick;
  }

  /// Tick of the frame that is missing.
  public long baselineTick() {
    return baselineTick;
  }
}

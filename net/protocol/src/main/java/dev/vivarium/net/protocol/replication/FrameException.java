package dev.vivarium.net.protocol.replication;

import java.io.Serial;

/// A frame that cannot be applied. The state before it stands unchanged.
public abstract sealed class FrameException extends RuntimeException
    permits MalformedFrameException, UnknownBaselineException, OtherEpochException {
  @Serial private static final long serialVersionUID = 1L;

  FrameException(String message) {
    super(message);
  }
}

package dev.vivarium.net.protocol.replication;

import java.io.Serial;

/// A frame that cannot be applied. The state before it stands unchanged. It has no stack trace, so
/// that floods of such frames stay cheap.
public abstract sealed class FrameException extends RuntimeException
    permits MalformedFrameException, UnknownBaselineException, OtherEpochException {
  @Serial private static final long serialVersionUID = 1L;

  FrameException(String message) {
    super(message, null, false, false);
  }
}

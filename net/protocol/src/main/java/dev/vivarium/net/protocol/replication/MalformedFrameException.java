package dev.vivarium.net.protocol.replication;

import java.io.Serial;

/// Bytes that are no frame: truncated, over a limit, or at odds with their baseline. The sender is
/// at fault; the connection is to be closed.
public final class MalformedFrameException extends FrameException {
  @Serial private static final long serialVersionUID = 1L;

  MalformedFrameException(String message) {
    super(message);
  }
}

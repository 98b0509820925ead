package dev.vivarium.net.protocol.realtime;

import java.io.Serial;

/// Bytes that are no message that the sender may send: unknown type, truncated, over a limit, or
/// followed by more. The text names message, field and offset. The connection is to be closed. It
/// has no stack trace, so that floods of such bytes stay cheap.
public final class MalformedMessageException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  MalformedMessageException(String message) {
    super(message, null, false, false);
  }
}

package dev.vivarium.engine.schema;

import java.io.Serial;

/// Payload bytes that are no message of the stated layout: truncated, out of bounds or over a
/// limit. The sender is at fault; the message is to be dropped.
public final class MalformedMessageException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1L;

  public MalformedMessageException(String message) {
    super(message);
  }
}

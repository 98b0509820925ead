package dev.vivarium.net.client;

import org.jspecify.annotations.Nullable;

/// Not a token of a session. Never holds the token itself.
public final class InvalidTokenException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  InvalidTokenException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

package dev.vivarium.net.client.realtime;

/// The server sent what it may not; the connection ends.
final class BadServerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BadServerException(String message) {
    super(message);
  }
}

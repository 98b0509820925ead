package dev.vivarium.net.server.store;

/// The database could not do what was asked: it is closed, damaged, full or too busy. The request
/// that asked fails; others go on.
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoreException(String message) {
    super(message);
  }

  StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}

package dev.vivarium.net.replica;

/// A server's description of its world that makes no sense. There is nothing to be shown of it.
public final class BadWorldException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BadWorldException(String message) {
    super(message);
  }
}

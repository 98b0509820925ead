package dev.vivarium.workbench.live;

/// An edit cannot be done; the message says why.
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RefusedException(String reason) {
    super(reason);
  }
}

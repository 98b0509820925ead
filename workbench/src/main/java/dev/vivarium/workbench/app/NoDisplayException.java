package dev.vivarium.workbench.app;

/// The window's toolkit did not start; the message says why, fit for the user.
public final class NoDisplayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoDisplayException(Throwable cause) {
    super("No window can be shown: " + cause.getMessage(), cause);
  }
}

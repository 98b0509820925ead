package dev.vivarium.workbench.session;

/// A question to the world could not be answered: the session is closed, the link is down, or the
/// world refused. The message is shown to the user as it stands.
public final class SessionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SessionException(String message) {
    super(message);
  }
}

package dev.vivarium.workbench.remote;

/// Somebody could not be signed in. The message is shown to the user as it stands.
public final class SignInException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean isFinal;

  /// @param isFinal whether to try again is useless
  public SignInException(String message, boolean isFinal) {
    super(message);
    this.isFinal = isFinal;
  }

  public boolean isFinal() {
    return isFinal;
  }
}

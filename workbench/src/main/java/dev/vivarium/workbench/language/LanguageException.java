package dev.vivarium.workbench.language;

/// A question to a language service has no answer; the message says why, for people.
public final class LanguageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LanguageException(String message) {
    super(message);
  }
}

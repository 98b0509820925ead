package dev.vivarium.workbench.script;

/// A script asked for something that cannot be done. The message says what and what to do; it is
/// shown at the script's line.
public final class ScriptFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ScriptFailure(String message) {
    super(message);
  }
}

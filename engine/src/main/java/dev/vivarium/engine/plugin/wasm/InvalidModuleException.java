package dev.vivarium.engine.plugin.wasm;

/// The bytes are no module that this host can run. The message names the feature or the limit.
public final class InvalidModuleException extends Exception {
  private static final long serialVersionUID = 1L;

  public InvalidModuleException(String message) {
    super(message);
  }

  public InvalidModuleException(String message, Throwable cause) {
    super(message, cause);
  }
}

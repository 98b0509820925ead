package dev.vivarium.engine.store;

import java.io.IOException;

/// Saved bytes are not what was written, or were never written by this program. Nothing of them was
/// used.
public final class DamagedDataException extends IOException {
  private static final long serialVersionUID = 1L;

  public DamagedDataException(String message) {
    super(message);
  }

  public DamagedDataException(String message, Throwable cause) {
    super(message, cause);
  }
}

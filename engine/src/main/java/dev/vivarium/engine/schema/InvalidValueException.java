package dev.vivarium.engine.schema;

import java.io.Serial;

/// A JSON value that does not fit the field it is meant for. The message starts with the field's
/// path, such as `position[1]`.
public final class InvalidValueException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1L;

  public InvalidValueException(String path, String problem) {
    super(path + ": " + problem);
  }
}

package dev.vivarium.engine.schema;

import java.io.Serial;

/// A schema, type or name that breaks a rule or limit of the plugin ABI. The message names the
/// offending part; its author has to change the declaration.
public final class InvalidSchemaException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1L;

  public InvalidSchemaException(String message) {
    super(message);
  }
}

package dev.vivarium.engine.schema;

import java.io.Serial;

/// Two declarations that cannot both hold: a consumer's fields that the owner does not have, or a
/// name declared twice. Thrown by [SchemaRegistry] it names both plugins.
public final class SchemaConflictException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1L;

  public SchemaConflictException(String message) {
    super(message);
  }
}

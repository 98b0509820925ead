package dev.vivarium.engine.schema;

/// The full name of a component or message: `owner/Name`, the owner being a plugin or [#BUILT_IN].
public record SchemaName(String owner, String name) implements Comparable<SchemaName> {
  /// Owner of the built-in vocabulary; no plugin may have this name.
  public static final String BUILT_IN = "vivarium";

  public SchemaName {
    SchemaLimits.checkPlugin(owner);
    SchemaLimits.checkName("schema", name);
  }

  /// Parses `owner/Name`.
  ///
  /// @throws InvalidSchemaException if it is not of that form
  public static SchemaName parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new InvalidSchemaException("'" + SchemaLimits.shortened(text) + "' must be OWNER/Name");
    }
    return new SchemaName(text.substring(0, slash), text.substring(slash + 1));
  }

  public boolean isBuiltIn() {
    return owner.equals(BUILT_IN);
  }

  @Override
  public int compareTo(SchemaName other) {
    int byOwner = owner.compareTo(other.owner);
    return byOwner != 0 ? byOwner : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return owner + "/" + name;
  }
}

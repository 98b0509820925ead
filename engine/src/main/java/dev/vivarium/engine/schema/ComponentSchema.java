package dev.vivarium.engine.schema;

import java.util.List;

/// A component as its owner declares it. One without fields is a tag and always sparse.
///
/// @param version 1 or more; a new layout needs a higher one
public record ComponentSchema(
    SchemaName name, int version, Storage storage, List<Field> fields, String doc, Layout layout) {

  public ComponentSchema {
    fields = List.copyOf(fields);
    if (version < 1) {
      throw new InvalidSchemaException(name + ": version must be 1 or more, not " + version);
    }
    if (!layout.isFixed()) {
      throw new InvalidSchemaException(
          name + ": string, bytes, list and union may stand in messages only");
    }
    if (layout.sizeBytes() > SchemaLimits.COMPONENT_BYTES) {
      throw new InvalidSchemaException(
          "%s: a component is at most %d bytes, not %d"
              .formatted(name, SchemaLimits.COMPONENT_BYTES, layout.sizeBytes()));
    }
    if (fields.isEmpty()) {
      storage = Storage.SPARSE;
    }
  }

  public static ComponentSchema of(
      SchemaName name, int version, Storage storage, List<Field> fields, String doc) {
    return new ComponentSchema(name, version, storage, fields, doc, Layout.of(fields));
  }

  public boolean isTag() {
    return fields.isEmpty();
  }

  /// Value equality; two schemas of the same fields have interchangeable layouts.
  @Override
  public boolean equals(Object other) {
    return other instanceof ComponentSchema that
        && name.equals(that.name)
        && version == that.version
        && storage == that.storage
        && fields.equals(that.fields)
        && doc.equals(that.doc);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + version;
  }
}

package dev.vivarium.engine.schema;

import java.util.List;

/// A channel's message as its owner declares it.
///
/// @param version 1 or more; a new layout needs a higher one
/// @param maxCount the most messages one tick may publish
/// @param maxBytes the most payload bytes one tick may publish
public record MessageSchema(
    SchemaName name,
    int version,
    Locality locality,
    int maxCount,
    int maxBytes,
    List<Field> fields,
    String doc,
    Layout layout) {

  public MessageSchema {
    fields = List.copyOf(fields);
    if (version < 1) {
      throw new InvalidSchemaException(name + ": version must be 1 or more, not " + version);
    }
    if (maxCount < 1 || maxBytes < 1) {
      throw new InvalidSchemaException(name + ": maxCount and maxBytes must be 1 or more");
    }
  }

  public static MessageSchema of(
      SchemaName name,
      int version,
      Locality locality,
      int maxCount,
      int maxBytes,
      List<Field> fields,
      String doc) {
    return new MessageSchema(
        name, version, locality, maxCount, maxBytes, fields, doc, Layout.of(fields));
  }

  /// Value equality; two schemas of the same fields have interchangeable layouts.
  @Override
  public boolean equals(Object other) {
    return other instanceof MessageSchema that
        && name.equals(that.name)
        && version == that.version
        && locality == that.locality
        && maxCount == that.maxCount
        && maxBytes == that.maxBytes
        && fields.equals(that.fields)
        && doc.equals(that.doc);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + version;
  }
}
